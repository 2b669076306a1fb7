import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { EventInFull, type RuleText, type Standing } from "../api/answers.ts";
import { spelledName } from "../../../shared/policy/model-name.ts";
import type { EventPlace, Go } from "./address.ts";
import { useAnswer } from "./ask.ts";
import { EVERYTHING } from "../api/filter.ts";
import { factsOf } from "./event-facts.ts";
import { headingOf } from "./event-heading.ts";
import { Icon } from "./icon.tsx";
import { Outside, OutsideLines } from "./outside.tsx";
import { wordsOf } from "./row-words.ts";
import { count, counted, exactMoment, isoMoment, moment } from "./times.ts";

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
        <dl class="facts">
          {event !== null && (
            <>
              <dt>When</dt>
              <dd>
                <time dateTime={isoMoment(event.time)}>{exactMoment(event.time)}</time>
              </dd>
            </>
          )}
          {factsOf(event).map(([name, text]) => (
            <>
              <dt key={name}>{name}</dt>
              <dd>
                <Outside text={text} />
              </dd>
            </>
          ))}
          <dt>Record</dt>
          <dd class="number">{row.sequence}</dd>
        </dl>
      </section>
      {related.length > 0 && (
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
                  {wordsOf(one).words}
                </button>{" "}
                <span class="quiet">
                  <Outside text={wordsOf(one).why} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
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
      <section>
        <h3>As it is stored</h3>
        <details class="stored">
          <summary>Record {row.sequence} in full</summary>
          <pre class="yaml" tabIndex={0}>
            <OutsideLines text={pretty(stored)} />
          </pre>
        </details>
      </section>
      {person !== null && (
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
      )}
    </>
  );
}

function Missing({
  standing,
  policy,
}: {
  readonly standing: Standing | null;
  readonly policy: EventInFull["policy"];
}): JSX.Element {
  return (
    <section>
      <h3>What would have given access</h3>
      {standing === null || policy === "none" ? (
        <p class="quiet">
          That cannot be told here:{" "}
          {policy === "none" ? "no policy is known." : "the people file does not know this person."}
        </p>
      ) : (
        <>
          {policy === "other" && (
            <p class="quiet">The policy has changed since. By the one that is here now:</p>
          )}
          <Ways standing={standing} />
        </>
      )}
    </section>
  );
}

function Ways({ standing: { effect, missing, all, instead } }: { readonly standing: Standing }): JSX.Element {
  if (effect === "permit") return <p>The same call is permitted.</p>;
  return (
    <>
      {missing.length === 0 ? (
        <p>Nothing that this person could bring.</p>
      ) : (
        <ul>
          {missing.map((one, index) => (
            <li key={one}>
              {capital(one)}
              {index < missing.length - 1 ? (all ? ", and" : ", or") : ""}
            </li>
          ))}
        </ul>
      )}
      {instead.length > 0 && (
        <p class="instead">
          Use instead: <Outside text={instead.join(", ")} />
        </p>
      )}
    </>
  );
}

function Rule({
  rule: { id, place, text },
  policy,
}: {
  readonly rule: RuleText;
  readonly policy: EventInFull["policy"];
}): JSX.Element {
  const title = policy === "same" ? "The rule" : "The rule, as it is here now";
  return (
    <section>
      <h3>{title}</h3>
      {text === null ? (
        <p class="quiet">
          <code class="mono">
            <Outside text={id} />
          </code>
          :{" "}
          {policy === "none"
            ? "no policy is known here to look it up in."
            : "the policy that is here has no such rule."}
        </p>
      ) : (
        <>
          <pre class="yaml" tabIndex={0}>
            <OutsideLines text={text} />
          </pre>
          <p class="caption">
            <Outside text={place ?? ""} />
          </p>
        </>
      )}
    </section>
  );
}

function ProofOf({ full: { proof, row } }: { readonly full: EventInFull }): JSX.Element {
  if (proof === null)
    return <ProofLine state="no" words="This is an export: it is proven whole, under Integrity." />;
  const { checkpoint, holds, path, leaf } = proof;
  if (checkpoint === null)
    return (
      <ProofLine
        state="no"
        words="No checkpoint holds it yet. One comes within a minute while the agent runs."
      />
    );
  const of = `the checkpoint of ${count(checkpoint.size)} events${checkpoint.time === null ? "" : `, ${moment(checkpoint.time, Date.now())}`}`;
  if (!holds)
    return <ProofLine state="broken" words={`Record ${count(row.sequence)} is not what ${of} holds.`} />;
  return (
    <>
      <ProofLine
        state="yes"
        words={`Record ${count(row.sequence)} is in the tree of ${of}. Checked just now.`}
      />
      <details class="stored">
        <summary>{counted(path.length + 2, "hash", "hashes")}</summary>
        <ol class="path">
          <li>
            <span>leaf</span>
            {leaf}
          </li>
          {path.map((hash, level) => (
            <li key={hash}>
              <span>{level + 1}</span>
              {hash}
            </li>
          ))}
          <li>
            <span>root</span>
            {checkpoint.root}
          </li>
        </ol>
      </details>
    </>
  );
}

function ProofLine({
  state,
  words,
}: {
  readonly state: "yes" | "no" | "broken";
  readonly words: string;
}): JSX.Element {
  const icon = { yes: "proven", no: "unproven", broken: "alert" } as const;
  return (
    <p class="proof" data-proven={state}>
      <Icon name={icon[state]} />
      <span>{words}</span>
    </p>
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

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The name of a model for people. */
export function nameOfModel(id: string | null): string {
  return id === null ? "Not named by the call" : spelledName(id);
}
