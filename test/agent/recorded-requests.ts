import { Journal } from "../../agent/journal/journal.ts";
import type { DecisionEvent } from "../../shared/schema/audit-event.ts";
import { decisionEvent } from "./sample-events.ts";

/** Events that are appended in one transaction. */
const BATCH = 10_000;

/** What differs between the requests of a made-up journal; the rest is as in `decisionEvent`. */
export type RequestAt = (index: number) => Partial<DecisionEvent>;

/** Writes a journal with so many decisions into a file. */
export function writeJournal(file: string, count: number, requestAt: RequestAt): void {
  const journal = new Journal({ file, now: Date.now, key: null, onDamaged: () => undefined });
  for (let first = 0; first < count; first += BATCH) {
    const length = Math.min(BATCH, count - first);
    journal.append(
      Array.from({ length }, (_, index) =>
        decisionEvent(`request-${first + index}`, requestAt(first + index)),
      ),
    );
  }
  journal.close();
}
