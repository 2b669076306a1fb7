import { render, type JSX } from "preact";
import { useState } from "preact/hooks";
import { About } from "../api/answers.ts";
import { Activity, type ViewProps } from "./activity.tsx";
import { searchOf, useAddress, VIEWS, type View } from "./address.ts";
import { useAnswer } from "./ask.ts";
import { DiscoveryView } from "./discovery.tsx";
import { ExportView } from "./exports.tsx";
import { Brand, Icon } from "./icon.tsx";
import { IntegrityLine, IntegrityView } from "./integrity.tsx";
import { KeysHelp, useKeys } from "./keys.tsx";
import { ModelsView } from "./models.tsx";
import { useNews } from "./news.ts";
import { Outside } from "./outside.tsx";
import { PolicyView } from "./policy.tsx";

const MENU: Readonly<Record<View, string>> = {
  activity: "Activity",
  models: "Models",
  discovery: "Discovery",
  policy: "Policy",
  integrity: "Integrity",
  export: "Export",
};

function Console(): JSX.Element {
  const version = useNews();
  const [address, go] = useAddress();
  const [isHelping, setHelping] = useState(false);
  const { value: about, problem } = useAnswer("about", new URLSearchParams(), About, version);
  useKeys({ onHelp: () => setHelping(true), onClose: () => address.event !== null && go({ event: null }) });
  const { view } = address;
  const Screen = SCREENS[view];
  return (
    <div class="console">
      <header>
        <Brand />
        <nav aria-label="Console">
          {VIEWS.map((one) => (
            <a
              key={one}
              href={searchOf({ ...address, view: one, event: null })}
              aria-current={one === view ? "page" : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                go({ view: one, event: null });
              }}
            >
              {MENU[one]}
            </a>
          ))}
        </nav>
        {about !== null && <Journals about={about} />}
      </header>
      {about === null ? (
        <main class="view">
          {problem !== null && (
            <div class="empty">
              <h1>Nothing can be shown</h1>
              <p>{problem}</p>
            </div>
          )}
        </main>
      ) : (
        <>
          <IntegrityLine about={about} version={version} go={go} />
          {problem !== null && (
            <p class="change ended" data-kind="fault" role="alert">
              <Icon name="alert" />
              {problem}
            </p>
          )}
          <Screen about={about} version={version} address={address} go={go} />
        </>
      )}
      {isHelping && <KeysHelp onClose={() => setHelping(false)} />}
    </div>
  );
}

function Journals({ about: { journals } }: { readonly about: About }): JSX.Element {
  const [first] = journals;
  return (
    <div class="right">
      <span class="quiet">Journal of</span>
      <b>
        {journals.length === 1 && first !== undefined ? (
          <Outside text={first.name} />
        ) : (
          `${journals.length} endpoints`
        )}
      </b>
    </div>
  );
}

const SCREENS: Readonly<Record<View, (props: ViewProps) => JSX.Element>> = {
  activity: Activity,
  models: ModelsView,
  discovery: DiscoveryView,
  policy: PolicyView,
  integrity: IntegrityView,
  export: ExportView,
};

render(<Console />, document.body);
