import type { JSX } from "preact";
import { Integrity, type About, type JournalAbout } from "../api/answers.ts";
import type { ViewProps } from "./activity.tsx";
import { progressOf } from "./activity.tsx";
import type { Go } from "./address.ts";
import { useAnswer } from "./ask.ts";
import { Icon } from "./icon.tsx";
import { Outside } from "./outside.tsx";
import { wordsOf } from "./row-words.ts";
import { count, counted, isoMoment, moment } from "./times.ts";

/** The line below the menu: is the journal sound, and what is not known. */
export function IntegrityLine({ about, go }: { readonly about: About; readonly go: Go }): JSX.Element {
  const { read, all } = progressOf(about);
  const sum = (pick: (journal: JournalAbout) => number): number =>
    about.journals.reduce((total, one) => total + pick(one), 0);
  const [missing, unreadable, gaps] = [
    sum((one) => one.missing),
    sum((one) => one.unreadable),
    sum((one) => one.gaps),
  ];
  const broken = about.journals.filter(({ problem }) => problem !== null);
  const isSound = missing + unreadable + broken.length === 0;
  return (
    <section
      class="integrity"
      data-integrity={isSound ? undefined : "altered"}
      aria-label="Integrity of the journal"
    >
      <dl>
        <div>
          <Icon name={isSound ? "unproven" : "alert"} />
          <dt class="hidden">Integrity</dt>
          <dd>
            {isSound
              ? read < all
                ? "Reading"
                : "No event is missing"
              : findings(missing, unreadable, broken.length)}
          </dd>
        </div>
        <div>
          <dt>Events</dt>
          <dd>{count(all)}</dd>
        </div>
        {read < all && (
          <div>
            <dt>Read so far</dt>
            <dd>{count(read)}</dd>
          </div>
        )}
        <div class="optional">
          <dt>Proof</dt>
          <dd>This form of the journal has none</dd>
        </div>
        <div>
          <dt>Gaps</dt>
          <dd>
            {gaps === 0 ? (
              "None told"
            ) : (
              <button type="button" class="link" onClick={() => go({ view: "integrity" })}>
                {counted(gaps, "gap")}
              </button>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function findings(missing: number, unreadable: number, broken: number): string {
  return [
    broken > 0 ? `${counted(broken, "journal")} cannot be read` : "",
    missing > 0 ? `${counted(missing, "event")} missing` : "",
    unreadable > 0 ? `${counted(unreadable, "record")} cannot be read` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** What is known of each journal: how much there is, what is not, and every gap. */
export function IntegrityView({ about, version, go }: ViewProps): JSX.Element {
  const { value, problem } = useAnswer("integrity", new URLSearchParams(), Integrity, version);
  return (
    <main class="view">
      <h1>Integrity</h1>
      {problem !== null && <p class="quiet">{problem}</p>}
      {about.journals.map((journal, index) => {
        const known = value?.[index];
        return (
          <section key={journal.file} class="journal">
            <h2>
              <Outside text={journal.name} />
            </h2>
            <JournalFacts journal={journal} />
            {known !== undefined && known.gaps.length > 0 && (
              <ul class="gaps">
                {known.gaps.map((row) => (
                  <li key={row.sequence}>
                    <Icon name="clock" />
                    <button
                      type="button"
                      class="link"
                      onClick={() =>
                        go({ view: "activity", event: { journal: row.journal, sequence: row.sequence } })
                      }
                    >
                      <Outside text={wordsOf(row).words} />
                    </button>
                    {row.event !== null && (
                      <time class="caption" dateTime={isoMoment(row.event.time)}>
                        {moment(row.event.time, Date.now())}
                      </time>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {known !== undefined && known.gapsLeft > 0 && (
              <p class="caption">
                {counted(known.gapsLeft, "older gap")} not listed here; filter the activity by gaps.
              </p>
            )}
          </section>
        );
      })}
    </main>
  );
}

function JournalFacts({ journal }: { readonly journal: JournalAbout }): JSX.Element {
  const { file, problem, form, first, last, missing, unreadable, gaps, read } = journal;
  if (problem !== null)
    return (
      <div class="change" data-kind="fault">
        <Icon name="alert" />
        <div>
          <p>
            <Outside text={problem} />
          </p>
          <p class="caption">{count(read)} events were read before that.</p>
        </div>
      </div>
    );
  return (
    <dl class="facts">
      <dt>File</dt>
      <dd class="mono">
        <Outside text={file} />
      </dd>
      <dt>Form</dt>
      <dd>{form}</dd>
      <dt>Events</dt>
      <dd>
        {last === 0
          ? "None"
          : `${count(first)} to ${count(last)}${first > 1 ? ". What came before is not kept any more." : ""}`}
      </dd>
      <dt>Missing</dt>
      <dd>{missing === 0 ? "None by number" : counted(missing, "number")}</dd>
      <dt>Not readable</dt>
      <dd>{unreadable === 0 ? "None" : counted(unreadable, "record")}</dd>
      <dt>Gaps</dt>
      <dd>{gaps === 0 ? "None told" : count(gaps)}</dd>
      <dt>Proof</dt>
      <dd>None: this form of the journal has no tree, so a change in it would not show.</dd>
    </dl>
  );
}
