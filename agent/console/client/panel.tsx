import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { EventInFull, type Row } from "../api/answers.ts";
import type { EventPlace, Go } from "./address.ts";
import { useAnswer } from "./ask.ts";
import { EVERYTHING } from "../api/filter.ts";
import { factsOf } from "./event-facts.ts";
import { headingOf } from "./event-heading.ts";
import { ProofOf } from "./event-proof.tsx";
import { Missing, Rule } from "./event-rules.tsx";
import { Facts } from "./facts.tsx";
import { Icon } from "./icon.tsx";
import { Outside, OutsideLines } from "./outside.tsx";
import { wordsOf } from "./row-words.ts";
import { exactMoment } from "./times.ts";

/** One event in full: what, why, by which rule, what would have given access, and how it is stored. */
export function Panel({
  place,
  version,
  go,
}: {
  readonly place: EventPlace;
  readonly version: number;
  readonly go: Go;
}): JSX.Element {
  const query = new URLSearchParams({ journal: String(place.journal), sequence: String(place.sequence) });
  const { value, problem } = useAnswer("event", query, EventInFull, version === 0 ? 0 : 1);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.scrollTo(0, 0), [place.journal, place.sequence]);
  const isThis = value?.row.sequence === place.sequence && value.row.journal === place.journal;
  const words = value === null ? null : wordsOf(value.row);
  return (
    <aside class="drawer" ref={panel} aria-labelledby="event-heading">
      <header>
        {words !== null && isThis && (
          <span class="state" data-state={words.state} data-look="chip">
            <Icon name={words.icon} />
            {words.state === "gap" ? "Gap" : words.words}
          </span>
        )}
        <button type="button" class="icon-button" aria-label="Close, Esc" onClick={() => go({ event: null })}>
          <Icon name="close" />
        </button>
      </header>
      {value !== null && isThis ? (
        <Sections full={value} go={go} />
      ) : (
        <section>
          <h2 id="event-heading">Record {place.sequence}</h2>
          {problem !== null && <p>{problem}</p>}
        </section>
      )}
    </aside>
  );
}

function Sections({ full, go }: { readonly full: EventInFull; readonly go: Go }): JSX.Element {
  const { row, related, rules, policy, standing, stored } = full;
  const { event } = row;
  const person = event !== null && "person" in event ? event.person : null;
  return (
    <>
      <section>
        <h2 id="event-heading">
          <Outside text={headingOf(row)} />
        </h2>
        <Facts
          facts={[
            ["When", event === null ? null : exactMoment(event.time), "number"],
            ...factsOf(event),
            ["Record", String(row.sequence), "number"],
          ]}
        />
      </section>
      {related.length > 0 && <Related related={related} go={go} />}
      {event?.kind === "decision" && event.effect === "deny" && (
        <Missing standing={standing} policy={policy} />
      )}
      {rules.map((rule) => (
        <Rule key={rule.id} rule={rule} policy={policy} />
      ))}
      <section>
        <h3>Proof that this record is in the journal</h3>
        <ProofOf full={full} />
      </section>
      <Stored sequence={row.sequence} stored={stored} />
      {person !== null && <AllOf person={person} go={go} />}
    </>
  );
}

function Related({ related, go }: { readonly related: readonly Row[]; readonly go: Go }): JSX.Element {
  return (
    <section>
      <h3>Belongs to it</h3>
      <ul class="related">
        {related.map((one) => (
          <li key={one.sequence}>
            <button
              type="button"
              class="link"
              onClick={() => go({ event: { journal: one.journal, sequence: one.sequence } })}
            >
              <Outside text={wordsOf(one).words} />
            </button>{" "}
            <span class="quiet">
              <Outside text={wordsOf(one).why} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stored({ sequence, stored }: { readonly sequence: number; readonly stored: string }): JSX.Element {
  return (
    <section>
      <h3>As it is stored</h3>
      <details class="stored">
        <summary>Record {sequence} in full</summary>
        <pre class="yaml" tabIndex={0}>
          <OutsideLines text={pretty(stored)} />
        </pre>
      </details>
    </section>
  );
}

function AllOf({ person, go }: { readonly person: string; readonly go: Go }): JSX.Element {
  return (
    <section>
      <button
        type="button"
        class="button"
        data-kind="plain"
        data-size="dense"
        onClick={() => go({ filter: { ...EVERYTHING, person: [person] }, span: null })}
      >
        All of <Outside text={person} />
      </button>
    </section>
  );
}

/** Line breaks are the reader's here; within the values they are escapes, as in all JSON. */
function pretty(stored: string): string {
  try {
    return JSON.stringify(JSON.parse(stored), null, 2);
  } catch {
    return stored;
  }
}
