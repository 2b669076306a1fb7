import { setImmediate as breathe } from "node:timers/promises";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { People } from "../facts/people.ts";
import { JournalReader } from "../journal/reader.ts";
import { RecordedDecision, Replay } from "../policy-tools/replay.ts";
import { Tally, type SimulationReport } from "../policy-tools/tally.ts";

/** What to replay, for whom, and from where in the journal. */
export interface Simulation {
  readonly policy: CompiledPolicy;
  readonly people: People;
  /** The journal's file. */
  readonly journal: string;
  /** Milliseconds since 1970 UTC; null: from its beginning. */
  readonly since: number | null;
  /** The place behind which requests count; 0: all. */
  readonly after: number;
  /** Ends it early, with what was found so far. */
  readonly signal: AbortSignal;
  /** Called after each page with the places that are done and those that there are. */
  readonly onProgress: (done: number, of: number) => void;
}

/** What a simulation found, and how far it came. */
export interface Simulated {
  readonly report: SimulationReport;
  /** The place in the journal up to which requests were replayed. */
  readonly upTo: number;
  /** False where the signal came before the end. */
  readonly ended: boolean;
}

/**
 * Goes through a journal page by page: in memory are one page and the counts, and the agent may go on writing. Throws
 * a `JournalError` where it cannot be read.
 */
export async function simulateJournal(simulation: Simulation): Promise<Simulated> {
  const { policy, people, journal, since, after, signal, onProgress } = simulation;
  const reader = new JournalReader(journal);
  const end = reader.end();
  const replay = new Replay(policy, people);
  const tally = new Tally();
  let upTo = Math.min(after, end);
  while (!signal.aborted && upTo < end) {
    const page = reader.decisionTexts(upTo, end, since);
    for (const { sequence, text } of page) {
      const recorded = RecordedDecision.parse(JSON.parse(text));
      tally.take(sequence, recorded, replay.play(recorded));
    }
    upTo = page.at(-1)?.sequence ?? end;
    onProgress(upTo - after, end - after);
    await breathe(); // signals are heard between pages
  }
  reader.close();
  return { report: tally.report(), upTo, ended: upTo >= end };
}
