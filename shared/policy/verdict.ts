import type { ResidualRule } from "../schema/clearance.ts";
import { type Effect, type Ground, type Obligation, OBLIGATIONS } from "../schema/decision.ts";

/** A decision without its words: all that enforcing a permitted call needs. Never changed once made. */
export interface Verdict {
  readonly effect: Effect;
  readonly ground: Ground;
  /** In the order of `OBLIGATIONS`, each once. */
  readonly obligations: readonly Obligation[];
  /** The rules that determined it, in the order of the policy. */
  readonly rules: readonly ResidualRule[];
  /** The model that settled it, as the call names it; null where none could be told. */
  readonly model: string | null;
  /** When it ends because time was read (P9), else null. */
  readonly until: number | null;
}

const OBLIGATION_LISTS: readonly (readonly Obligation[])[] = Array.from(
  { length: 1 << OBLIGATIONS.length },
  (_, bits) => OBLIGATIONS.filter((_obligation, index) => (bits & (1 << index)) !== 0),
);

/** The obligations of a set of bits; the lists are made once. */
export function obligationsOf(bits: number): readonly Obligation[] {
  return OBLIGATION_LISTS[bits] ?? [];
}

/** The earlier of two ends; null is no end. */
export function earlier(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}
