import { Edge, TILE_WIDTH } from "../merkle.ts";
import { diagnose } from "./diagnose.ts";
import type { Evidence } from "./evidence.ts";
import { type Finding, findingAt } from "./finding.ts";

/** The journal's own checkpoints that do not fit, and what that says about the events since the last one that did. */
export class Suspicion {
  #good = new Edge();
  /** Leaves since then; null once one of them is missing, or there are too many to look through. */
  #recent: Buffer[] | null = [];
  #raised: Evidence | null = null;
  #count = 0;

  /** Events under the last checkpoint that fitted. */
  get good(): number {
    return this.#good.size;
  }

  /** Whether no checkpoint has fitted since one did not. */
  get lasts(): boolean {
    return this.#count > 0;
  }

  /** Takes a checkpoint that does not fit; only the first of them names a range. */
  raise(evidence: Evidence): void {
    this.#count += 1;
    if (this.#count === 1) this.#raised = evidence;
  }

  /** Takes the next leaf, and says what is wrong where it was waited for. */
  leaf(leaf: Buffer | null): readonly Finding[] {
    if (leaf === null || (this.#recent?.length ?? 0) > TILE_WIDTH) this.#recent = null;
    else this.#recent?.push(leaf);
    return this.settled();
  }

  /** Says what is wrong, and forgets it. */
  settled(): readonly Finding[] {
    const evidence = this.#raised;
    this.#raised = null;
    if (evidence === null) return [];
    const [from, until] = [this.good + 1, evidence.size];
    const diagnosis =
      this.#recent === null ? null : diagnose(this.#good, this.#recent, evidence.size, evidence.root);
    if (diagnosis === null)
      return [
        findingAt("altered", from, until, "are not what was signed: something in this range was changed."),
      ];
    if (diagnosis.what === "inserted") return [inserted(from + diagnosis.place)];
    return [diagnosis.place, diagnosis.other].map((place) => exchanged(from + place));
  }

  /** A checkpoint fitted. */
  clear(edge: Edge): void {
    this.#good = edge.copy();
    this.#recent = [];
    this.#count = 0;
  }
}

function inserted(place: number): Finding {
  return findingAt("inserted", place, place, "was put in afterwards.");
}

function exchanged(place: number): Finding {
  return findingAt("reordered", place, place, "stands where another one stood.");
}
