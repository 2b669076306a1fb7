import type { Evidence } from "./evidence.ts";
import { type Fault, type Finding, findingAt } from "./finding.ts";

/** Faults that say themselves why a witness's checkpoint does not fit. */
const TELLING: ReadonlySet<Fault> = new Set(["altered", "inserted", "reordered", "deleted"]);

/** Holds what witnesses saw against the journal. */
export class WitnessCheck {
  #fitted = 0;
  #mismatch: Evidence | null = null;

  /** Takes a witness's checkpoint, in the order of their sizes; `fits` null: that cannot be told. */
  hold(evidence: Evidence, fits: boolean | null): void {
    if (fits === true) this.#fitted = evidence.size;
    if (fits === false) this.#mismatch ??= evidence;
  }

  /** A journal that is sound by its own checkpoints, and does not fit those of a witness, is another one. */
  findings(own: readonly Finding[]): readonly Finding[] {
    const seen = this.#mismatch;
    if (seen === null || own.some(({ what }) => TELLING.has(what))) return [];
    return [
      findingAt(
        "forked",
        Math.min(this.#fitted + 1, seen.size),
        seen.size,
        `are not those that the witness saw: its checkpoint (${seen.witness}) has another root at ${seen.size} events.`,
      ),
    ];
  }
}

/** What checkpoints of more events than there are say: `waiting` are those, in the order of their sizes. */
export function endFindings(size: number, waiting: readonly Evidence[]): readonly Finding[] {
  const own = waiting.findLast(({ witness }) => witness === null);
  const seen = waiting.findLast(({ witness }) => witness !== null);
  const findings: Finding[] = [];
  if (own !== undefined)
    findings.push(
      findingAt(
        "truncated",
        size + 1,
        own.size,
        `are missing from the end: the journal itself has a checkpoint of ${own.size}.`,
      ),
    );
  if (seen !== undefined && seen.size > (own?.size ?? 0))
    findings.push(
      findingAt(
        "rolled_back",
        size + 1,
        seen.size,
        `are missing, of which this journal knows nothing: it is an older copy, or its end was cut off with the checkpoints. The witness's checkpoint (${seen.witness}) has ${seen.size}.`,
      ),
    );
  return findings;
}
