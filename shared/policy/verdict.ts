import type { ResidualRule } from "../schema/clearance.ts";
import type { Effect, Ground, Obligation } from "../schema/decision.ts";
import type { LicenseUse } from "../schema/license-use.ts";

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
  /** P8; null where no monitored rule matched. */
  readonly shadow: ShadowVerdict | null;
  /** Of a permit: the licenses and grants that it stands on, each once; by id. */
  readonly licenses: readonly LicenseUse[];
}

/** What the verdict would have been if the monitored rules counted. */
export interface ShadowVerdict {
  readonly effect: Effect;
  readonly obligations: readonly Obligation[];
  /** The monitored rules that matched, in the order of the policy. */
  readonly rules: readonly ResidualRule[];
}

/** The earlier of two ends; null is no end. */
export function earlier(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}
