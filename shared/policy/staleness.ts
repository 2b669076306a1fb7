import type { StaleStep } from "../schema/clearance.ts";
import { bitsOfObligations } from "./bits.ts";

/** A step with all that came before it: what is reached at one age applies as a whole. */
export interface ReadyStep {
  readonly after: number;
  /** One bit for each of `OBLIGATIONS`. */
  readonly obligations: number;
  /** The lowest of the levels that are the highest to stay open; infinite: all stay open. */
  readonly openUpTo: number;
}

/** Makes the steps cumulative, ascending by age. */
export function readySteps(steps: readonly StaleStep[]): readonly ReadyStep[] {
  let obligations = 0;
  let openUpTo = Infinity;
  return steps
    .toSorted((a, b) => a.after - b.after)
    .map((step) => {
      obligations |= bitsOfObligations(step.obligations);
      openUpTo = Math.min(openUpTo, step.openUpTo ?? Infinity);
      return { after: step.after, obligations, openUpTo };
    });
}

/** The last step that a policy of this age has reached; null: it is fresh. */
export function stepAt(steps: readonly ReadyStep[], age: number): ReadyStep | null {
  let reached: ReadyStep | null = null;
  for (const step of steps) {
    if (age < step.after) break;
    reached = step;
  }
  return reached;
}
