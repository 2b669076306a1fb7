import type { JSX } from "preact";
import { askedAnswer, endsIn } from "../design/asked-state.ts";
import { ModelLine } from "../design/model-line.tsx";
import { requestLink } from "../design/request-link.ts";
import { useNow } from "../design/use-now.ts";
import { words } from "../design/words.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { AccessAsked, AccessState } from "../../shared/wire/access.ts";

const SECOND = 1_000;
/** Requests that the popup shows; all of them are on their page. */
const SHOWN = 3;
/** Milliseconds for which what is over is worth a line here. */
const RECENT = 86_400_000;

interface AskedSectionProps {
  readonly access: AccessState;
  readonly clearance: Clearance;
}

/** What the person asked for and what became of it, those that are open before those that are over. Nothing where that is nothing. */
export function AskedSection({ access, clearance }: AskedSectionProps): JSX.Element | null {
  const now = useNow(SECOND);
  const shown = shownOf(access.requests, now);
  if (shown.length === 0) return null;
  return (
    <section class="here" aria-labelledby="asked">
      <h2 id="asked">{words("myRequests")}</h2>
      <ul>
        {shown.map((one) => (
          <li key={one.id}>
            <ModelLine name={modelName(clearance, one.model)} id={null} answer={askedAnswer(one, now)} />
            <Line asked={one} now={now} />
          </li>
        ))}
      </ul>
      <p>
        <a href={requestLink()} target="_blank" rel="noreferrer">
          {words("seeRequests")}
        </a>
      </p>
    </section>
  );
}

function Line({ asked, now }: { readonly asked: AccessAsked; readonly now: number }): JSX.Element | null {
  const said = endsIn(asked, now) ?? asked.why;
  return said === null ? null : <p dir="auto">{said}</p>;
}

function isOpen({ state }: AccessAsked): boolean {
  return state === "sent" || state === "waiting" || state === "approved";
}

function shownOf(requests: readonly AccessAsked[], now: number): readonly AccessAsked[] {
  const open = requests.filter(isOpen);
  const over = requests.filter((one) => !isOpen(one) && now - (one.ends ?? one.asked) < RECENT);
  return [...open, ...over].slice(0, SHOWN);
}
