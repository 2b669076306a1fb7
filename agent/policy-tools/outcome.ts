import type { AccessRequest } from "../../shared/schema/access-request.ts";
import type { Authority } from "../../shared/policy/authority.ts";
import { judge } from "../../shared/policy/judge.ts";
import type { Obligation } from "../../shared/schema/decision.ts";

/** What a call gets: the part of a decision that the person meets, and the rules behind it. */
export interface Outcome {
  readonly effect: "permit" | "deny";
  /** Of a permit; what a denial notes is nobody's step to take. */
  readonly obligations: readonly Obligation[];
  readonly ground: string;
  readonly rules: readonly string[];
}

/** How one outcome became another. */
export type ChangeKind = "lost" | "gained" | "asked_more" | "asked_less";

/** The outcome of a request, without its words. */
export function outcomeOf(authority: Authority, request: AccessRequest): Outcome {
  const { effect, ground, obligations, rules } = judge(authority, request);
  return {
    effect,
    ground,
    obligations: effect === "permit" ? obligations : [],
    rules: rules.map(({ id }) => id),
  };
}

/** How access changed, with the obligations that came and went; null where it is the same for the person. */
export interface Change {
  readonly kind: ChangeKind;
  readonly added: readonly Obligation[];
  readonly dropped: readonly Obligation[];
}

type Met = Pick<Outcome, "effect" | "obligations">;

/** Compares what a call got with what it gets now. */
export function changeBetween(before: Met, after: Met): Change | null {
  const added = after.obligations.filter((one) => !before.obligations.includes(one));
  const dropped = before.obligations.filter((one) => !after.obligations.includes(one));
  if (before.effect !== after.effect)
    return before.effect === "permit"
      ? { kind: "lost", added: [], dropped: [] }
      : { kind: "gained", added, dropped: [] };
  if (before.effect === "deny") return null;
  if (added.length > 0) return { kind: "asked_more", added, dropped };
  return dropped.length > 0 ? { kind: "asked_less", added, dropped } : null;
}
