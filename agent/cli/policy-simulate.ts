import { JournalError } from "../journal/fault.ts";
import { simulationLines } from "../policy-tools/simulation-report.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, word, type Given } from "./given.ts";
import { sinceGiven } from "./moment-given.ts";
import { peopleFileOf, peopleIn } from "./people-file.ts";
import { soundPolicy } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";
import { simulateJournal, type Simulated, type Simulation } from "./simulate-journal.ts";

/** `policy simulate DIR --journal FILE`: what a draft would change about what was recorded; 1 where anything would. */
export async function policySimulate(given: Given): Promise<number> {
  const folder = word(given, 0, "The draft's folder");
  const journal = needed(given, "journal");
  const span = { since: sinceGiven(given, Date.now()), after: afterOf(given) };
  const policy = await soundPolicy(folder);
  const people = await peopleIn(peopleFileOf(given, folder));
  const { report, upTo, ended } = await untilCtrlC({ policy, people, journal, ...span });
  if (given.json) printJson({ revision: policy.revision, upTo, ended, ...report });
  else for (const line of simulationLines(report, policy)) print(plain(line));
  if (!ended && !given.json) print(`Stopped. To go on: --after ${upTo}`);
  return Object.values(report.changes).some(({ requests }) => requests > 0) ? EXIT.found : EXIT.done;
}

/** Replays until the end or Ctrl-C, with a bar; throws `unreadable` where the journal cannot be read. */
export async function untilCtrlC(simulation: Omit<Simulation, "signal" | "onProgress">): Promise<Simulated> {
  const stop = new AbortController();
  const progress = new Progress(process.stderr);
  process.once("SIGINT", () => stop.abort());
  try {
    return await simulateJournal({
      ...simulation,
      signal: stop.signal,
      onProgress: (done, of) => progress.show(done, of),
    });
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError("unreadable", error.message, error);
    throw error;
  } finally {
    progress.clear();
  }
}

function afterOf(given: Given): number {
  const typed = given.value("after") ?? "0";
  if (/^\d{1,15}$/.test(typed)) return Number(typed);
  throw new CommandError("usage", `--after "${typed}" is no place in a journal. Write a whole number.`);
}
