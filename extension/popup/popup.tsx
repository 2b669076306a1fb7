import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ChangeBox } from "../design/change.tsx";
import { Sprite } from "../design/icon.tsx";
import { Brand } from "../design/mark.tsx";
import { PurposeChooser } from "../design/purpose-chooser.tsx";
import { clearancePath } from "../design/own-page.ts";
import { SearchField } from "../design/search-field.tsx";
import { useNow } from "../design/use-now.ts";
import { words } from "../design/words.ts";
import type { PopupState } from "../../shared/wire/screen.ts";
import { AskedSection } from "./asked-section.tsx";
import { Empty } from "./empty.tsx";
import { HealthLine } from "./health-line.tsx";
import { HereSection } from "./here-section.tsx";
import { HolderBadge } from "./holder-badge.tsx";
import { ModelList } from "./model-list.tsx";
import { SignInBox } from "./sign-in.tsx";
import { troubleOf } from "./trouble.ts";

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
  "good",
  "away",
  "document",
] as const;

/** May I use the model on this page, who am I to Lanyard, does it work, and all of my models. */
export function Popup({ state }: { readonly state: PopupState }): JSX.Element {
  const [query, setQuery] = useState("");
  const now = useNow(MINUTE);
  const { clearance, identity, health, here, access } = state;
  const trouble = troubleOf(state, now);
  return (
    <div class="popup">
      <Sprite icons={ICONS} />
      <header>
        <h1>
          <Brand />
        </h1>
        <span class="caption">{clearance?.organization}</span>
      </header>
      <main>
        <HolderBadge {...{ clearance, identity, now }} protection={health.protection} />
        <div class="stack">
          {trouble !== null && <ChangeBox change={trouble} />}
          {clearance !== null && identity?.can.sign_in === true && <SignInBox problem={identity.problem} />}
          {clearance !== null && <PurposeChooser clearance={clearance} declared={state.purpose} now={now} />}
          {clearance !== null && <SearchField text={query} onText={setQuery} />}
        </div>
        <div class="list">
          {here !== null && query === "" && <HereSection here={here} />}
          {access && clearance !== null && query === "" && <AskedSection {...{ access, clearance }} />}
          {clearance === null ? (
            <Empty health={health} identity={identity} />
          ) : (
            <ModelList
              {...{ clearance, query, now }}
              access={access ?? null}
              awaySince={health.agentAwaySince}
              checkedAt={health.policyCheckedAt}
              purpose={state.purpose?.purpose ?? null}
              onQuery={setQuery}
            />
          )}
        </div>
      </main>
      <footer>
        <HealthLine health={health} revision={clearance?.revision ?? null} />
        <a href={clearancePath()} target="_blank" rel="noreferrer">
          {words("myClearance")}
        </a>
      </footer>
    </div>
  );
}
