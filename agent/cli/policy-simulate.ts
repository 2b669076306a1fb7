import { setImmediate as breathe } from "node:timers/promises";
import type { People } from "../facts/people.ts";
import { JournalError } from "../journal/fault.ts";
import { JournalReader } from "../journal/reader.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { RecordedDecision, Replay } from "../policy-tools/replay.ts";
import { simulationLines } from "../policy-tools/simulation-report.ts";
import { Tally, type SimulationReport } from "../policy-tools/tally.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, word, type Given } from "./given.ts";
import { sinceGiven } from "./moment-given.ts";
import { peopleFileOf, peopleIn } from "./people-file.ts";
import { soundPolicy } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

/** `policy simulate NEW --journal FILE`: what a draft would change about what was recorded; 1 where anything would. */
export async function policySimulate(given: Given): Promise<number> {
  const folder = word(given, 0, "The draft's folder");
  const journal = needed(given, "journal");
  const span = { since: sinceGiven(given, Date.now()), after: afterOf(given) };
  const policy = await soundPolicy(folder);
  const people = await peopleIn(peopleFileOf(given, folder));
  const { report, upTo, ended } = await simulate(policy, people, journal, span);
  if (given.json) printJson({ revision: policy.revision, upTo, ended, ...report });
  else for (const line of simulationLines(report, policy)) print(plain(line));
  if (!ended && !given.json) print(`Stopped. To go on: --after ${upTo}`);
  return Object.values(report.changes).some(({ requests }) => requests > 0) ? EXIT.found : EXIT.done;
}

interface Simulated {
  readonly report: SimulationReport;
  /** The place in the journal up to which requests were replayed. */
  readonly upTo: number;
  /** False where Ctrl-C came before the end. */
  readonly ended: boolean;
}

/** Goes through the journal page by page: what is in memory is one page and the counts. */
async function simulate(
  policy: CompiledPolicy,
  people: People,
  file: string,
  span: { readonly since: number | null; readonly after: number },
): Promise<Simulated> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  try {
    const reader = new JournalReader(file);
    const end = reader.end();
    const progress = new Progress(end - span.after);
    const replay = new Replay(policy, people);
    const tally = new Tally();
    let upTo = span.after;
    while (!stop.signal.aborted) {
      const page = reader.decisionTexts(upTo, end, span.since);
      for (const { sequence, text } of page) replayText(replay, tally, sequence, text);
      upTo = page.at(-1)?.sequence ?? end;
      if (page.length === 0) break;
      progress.show(upTo - span.after);
      await breathe(); // Ctrl-C is heard between pages
    }
    progress.clear();
    reader.close();
    return { report: tally.report(), upTo, ended: upTo >= end };
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError("unreadable", error.message, error);
    throw error;
  }
}

function replayText(replay: Replay, tally: Tally, sequence: number, text: string): void {
  const recorded = RecordedDecision.parse(JSON.parse(text));
  tally.take(sequence, recorded, replay.play(recorded));
}

function afterOf(given: Given): number {
  const typed = given.value("after") ?? "0";
  if (/^\d{1,15}$/.test(typed)) return Number(typed);
  throw new CommandError("usage", `--after "${typed}" is no place in a journal. Write a whole number.`);
}
