import type { JSX } from "preact";
import { Checks, Integrity, type About, type Check, type JournalAbout } from "../api/answers.ts";
import { progressOf, type ViewProps } from "./activity.tsx";
import type { Go } from "./address.ts";
import { ask, useAnswer } from "./ask.ts";
import { Facts, type Fact } from "./facts.tsx";
import { Icon } from "./icon.tsx";
import { Outside } from "./outside.tsx";
import { wordsOf } from "./row-words.ts";
import { count, counted, exactMoment, isoMoment, moment } from "./times.ts";

/** What the whole of what is open amounts to. */
interface Verdict {
  readonly icon: "proven" | "unproven" | "alert";
  readonly words: string;
  /** What else there is to it. */
  readonly rest: string;
}

/** The line below the menu: is the journal sound, and what is not known. */
export function IntegrityLine({ about, version, go }: Omit<ViewProps, "address">): JSX.Element {
  const checks = useAnswer("checks", new URLSearchParams(), Checks, version).value ?? [];
  const { icon, words, rest } = verdictOf(about, checks);
  const { all } = progressOf(about);
  const gaps = about.journals.reduce((total, one) => total + one.gaps, 0);
  const newest = about.journals.length === 1 ? (about.journals[0]?.head?.checkpoint ?? null) : null;
  const isRunning = checks.some(({ state }) => state === "running" || state === "waiting");
  return (
    <section
      class="integrity"
      data-integrity={icon === "alert" ? "altered" : undefined}
      aria-label="Integrity of the journal"
    >
      <dl>
        <div data-proven={icon === "proven" ? "yes" : undefined}>
          <dt class="hidden">Integrity</dt>
          <dd class="with-icon">
            <Icon name={icon} />
            <Outside text={words} />
          </dd>
        </div>
        {rest !== "" && (
          <div>
            <dt class="hidden">More</dt>
            <dd>{rest}</dd>
          </div>
        )}
        <div>
          <dt>Events</dt>
          <dd>{count(all)}</dd>
        </div>
        {newest !== null && (
          <div class="optional">
            <dt>Last checkpoint</dt>
            <dd>
              {newest.time === null ? "" : `${moment(newest.time, Date.now())}, `}of {count(newest.size)}{" "}
              events
            </dd>
          </div>
        )}
        <div>
          <dt>Gaps</dt>
          <dd>{gaps === 0 ? "None" : <Gaps gaps={gaps} go={go} />}</dd>
        </div>
      </dl>
      <CheckAgain isRunning={isRunning} />
    </section>
  );
}

function Gaps({ gaps, go }: { readonly gaps: number; readonly go: Go }): JSX.Element {
  return (
    <button type="button" class="link" onClick={() => go({ view: "integrity" })}>
      {count(gaps)}
    </button>
  );
}

function CheckAgain({ isRunning }: { readonly isRunning: boolean }): JSX.Element {
  return (
    <button
      type="button"
      class="button"
      data-size="dense"
      disabled={isRunning}
      onClick={() => void ask("check-again", new URLSearchParams(), Checks).catch(() => undefined)}
    >
      Check again
    </button>
  );
}

function verdictOf(about: About, checks: readonly Check[]): Verdict {
  const broken = about.journals.filter(({ problem }) => problem !== null).length;
  const findings = checks.flatMap((check) => check.findings);
  const found = checks.reduce((total, check) => total + check.found, 0);
  const [first] = findings;
  if (first !== undefined)
    return {
      icon: "alert",
      words: first.sentence,
      rest: found > 1 ? `and ${counted(found - 1, "more finding")}` : "",
    };
  if (broken > 0) return { icon: "alert", words: `${counted(broken, "journal")} cannot be read`, rest: "" };
  const failed = checks.find(({ state }) => state === "failed");
  if (failed !== undefined)
    return { icon: "alert", words: failed.problem ?? "It could not be checked", rest: "" };
  const open = checks.filter(({ state }) => state !== "done");
  if (checks.length > 0 && open.length === 0) return soundVerdict(about, checks);
  const [done, of] = [checks.reduce((sum, one) => sum + one.done, 0), progressOf(about).all];
  return {
    icon: "unproven",
    words: open.some(({ state }) => state === "running") ? "Being checked" : "Not checked yet",
    rest: of > 0 && done > 0 ? `${Math.floor((done / of) * 100)} % done` : "",
  };
}

/** Nothing is proven of what no checkpoint holds. */
function soundVerdict(about: About, checks: readonly Check[]): Verdict {
  const signed = checks.reduce((sum, one) => sum + one.signed, 0);
  const all = checks.reduce((sum, one) => sum + one.of, 0);
  if (all === 0) return { icon: "unproven", words: "Nothing to check yet", rest: "" };
  if (signed === 0) return { icon: "unproven", words: "Not proven: no checkpoint is signed yet", rest: "" };
  const unsigned = all - signed;
  return {
    icon: "proven",
    words: "Nothing altered, nothing removed",
    rest: unsigned > 0 && about.journals.length > 0 ? `the newest ${count(unsigned)} not signed yet` : "",
  };
}

/** What is known of each journal: how much there is, what is not, what was found, and every gap. */
export function IntegrityView({ about, version, go }: ViewProps): JSX.Element {
  const { value, problem } = useAnswer("integrity", new URLSearchParams(), Integrity, version);
  const checks = useAnswer("checks", new URLSearchParams(), Checks, version).value;
  return (
    <main class="view">
      <h1>Integrity</h1>
      {problem !== null && <p class="quiet">{problem}</p>}
      {about.journals.map((journal, index) => {
        const known = value?.[index];
        const check = checks?.[index];
        return (
          <section key={journal.file} class="journal">
            <h2>
              <Outside text={journal.name} />
            </h2>
            {journal.problem !== null && (
              <div class="change" data-kind="fault">
                <Icon name="alert" />
                <p>
                  <Outside text={journal.problem} />
                </p>
              </div>
            )}
            {check !== undefined && <Findings check={check} />}
            <JournalFacts journal={journal} check={check} />
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

function Findings({ check }: { readonly check: Check }): JSX.Element | null {
  const { state, findings, found, notes, keyGiven } = check;
  if (state === "failed")
    return (
      <div class="change" data-kind="fault">
        <Icon name="alert" />
        <p>
          <Outside text={check.problem ?? ""} />
        </p>
      </div>
    );
  if (state !== "done") return null;
  return (
    <>
      {findings.length > 0 && (
        <div class="change" data-kind="fault">
          <Icon name="alert" />
          <ul>
            {findings.map((finding, index) => (
              <li key={index}>
                <Outside text={finding.sentence} />
              </li>
            ))}
            {found > findings.length && (
              <li>
                And {count(found - findings.length)} more:{" "}
                <code class="mono">lanyard journal verify --json</code> has them all.
              </li>
            )}
          </ul>
        </div>
      )}
      {notes.map((note) => (
        <p key={note} class="quiet">
          <Outside text={note} />
        </p>
      ))}
      {!keyGiven && check.signed > 0 && (
        <p class="quiet">
          Checked by the key that the record names itself. Give a copy that was kept elsewhere with{" "}
          <code class="mono">--key</code>, and what witnesses hold with <code class="mono">--against</code>.
        </p>
      )}
    </>
  );
}

function JournalFacts({
  journal,
  check,
}: {
  readonly journal: JournalAbout;
  readonly check: Check | undefined;
}): JSX.Element {
  const { file, what, all, missing, absent, unreadable, gaps, head } = journal;
  const checkpoint = head?.checkpoint ?? null;
  const facts: readonly Fact[] = [
    ["File", file, "mono"],
    ["Name", head?.origin ?? null, "mono"],
    ["Events", `${count(all)}${what === "export" ? " in this export" : ""}`],
    ["Not here", absent === 0 ? null : absentWords(what, absent)],
    ["Missing", missing === 0 ? "None" : counted(missing, "event")],
    ["Not readable", unreadable === 0 ? "None" : counted(unreadable, "record")],
    ["Gaps", gaps === 0 ? "None" : count(gaps)],
    ["Checkpoint", checkpoint === null ? null : checkpointWords(checkpoint)],
    ["Root", checkpoint?.root ?? null, "mono"],
    ["Checked", check === undefined ? null : checkedWords(check)],
  ];
  return <Facts facts={facts} />;
}

function absentWords(what: JournalAbout["what"], absent: number): string {
  if (what === "export") return `${counted(absent, "event")} left out or pruned`;
  return `The content of ${counted(absent, "event")}, pruned; the proofs stay`;
}

function checkpointWords({ time, size }: { readonly time: number | null; readonly size: number }): string {
  return `${time === null ? "" : `${exactMoment(time)}, `}of ${counted(size, "event")}`;
}

function checkedWords({ state, at, done, of, checkpoints, signed }: Check): string {
  if (state === "waiting") return "Not yet";
  if (state === "running") return `${count(done)} of ${count(of)} events so far`;
  const when = at === null ? "" : exactMoment(at);
  if (state === "failed") return `${when}, without success`;
  return checkpoints === 0
    ? `${when}. No checkpoint is signed yet`
    : `${when}, against ${counted(checkpoints, "checkpoint")}, the newest of ${counted(signed, "event")}`;
}
