import type { JSX } from "preact";
import { useNow } from "../design/use-now.ts";
import { ChangeBox } from "../design/change.tsx";
import { Icon, Sprite } from "../design/icon.tsx";
import { Brand } from "../design/mark.tsx";
import { PurposeChooser } from "../design/purpose-chooser.tsx";
import { words } from "../design/words.ts";
import { Empty } from "../popup/empty.tsx";
import { HealthLine } from "../popup/health-line.tsx";
import { HolderBadge } from "../popup/holder-badge.tsx";
import { SignInBox } from "../popup/sign-in.tsx";
import { troubleOf } from "../popup/trouble.ts";
import type { ClearancePageState } from "../../shared/wire/clearance-page.ts";
import { Holdings } from "./holdings.tsx";
import { Proofs } from "./proofs.tsx";
import { Recorded } from "./recorded.tsx";
import type { AskRecords } from "./records.tsx";

const MINUTE = 60_000;
const ICONS = [
  "may",
  "conditions",
  "obtainable",
  "not",
  "proven",
  "unproven",
  "clock",
  "search",
  "open",
  "good",
  "away",
  "document",
  "close",
  "person",
  "print",
] as const;

interface ClearancePageProps {
  readonly state: ClearancePageState;
  readonly ask: AskRecords;
}

/** Who I am to my company, all that I may use and why, what changed, and what is recorded about me. */
export function ClearancePage({ state, ask }: ClearancePageProps): JSX.Element {
  const now = useNow(MINUTE);
  const { clearance, identity, purpose, health, proofs } = state;
  const trouble = troubleOf(state, now);
  return (
    <div class="page">
      <Sprite icons={ICONS} />
      <Top />
      <div class="clearance">
        <aside class="me" aria-label={words("aboutYou")}>
          <HolderBadge {...{ clearance, identity, now }} protection={health.protection} />
          {clearance !== null && <p class="caption under">{clearance.organization}</p>}
          {clearance !== null && identity?.can.sign_in === true && <SignInBox problem={identity.problem} />}
          {clearance !== null && <PurposeChooser declared={purpose} {...{ clearance, now }} />}
        </aside>
        <main>
          {trouble !== null && <ChangeBox change={trouble} />}
          {clearance === null ? <Nothing state={state} /> : <Holdings {...{ state, clearance, now }} />}
          <Recorded isAway={health.agentAwaySince !== null} {...{ ask, clearance, now }} />
          <footer>
            <HealthLine health={health} revision={clearance?.revision ?? null} />
          </footer>
        </main>
        <aside class="about" aria-label={words("proofsTitle")}>
          {proofs !== null && proofs.length > 0 && <Proofs {...{ proofs, now }} />}
          {clearance !== null && <Contents />}
        </aside>
      </div>
    </div>
  );
}

function Top(): JSX.Element {
  return (
    <header class="top">
      <Brand />
      <button type="button" class="button" data-size="dense" onClick={() => print()}>
        <Icon name="print" />
        {words("printPage")}
      </button>
    </header>
  );
}

function Nothing({ state: { health, identity } }: Pick<ClearancePageProps, "state">): JSX.Element {
  return (
    <>
      <h1>{words("noClearanceYet")}</h1>
      <div class="card">
        <Empty health={health} identity={identity} />
      </div>
    </>
  );
}

function Contents(): JSX.Element {
  const places = [
    ["changed", words("changedNav")],
    ["directives", words("directivesNav")],
    ["models", words("modelsTitle")],
    ["services", words("servicesTitle")],
    ["licenses", words("heldTitle")],
    ["recorded", words("recordedNav")],
  ] as const;
  return (
    <nav class="contents" aria-label={words("onThisPageNav")}>
      {places.map(([id, name]) => (
        <a key={id} href={`#${id}`}>
          {name}
        </a>
      ))}
    </nav>
  );
}
