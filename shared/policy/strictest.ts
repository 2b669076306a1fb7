import type { ResidualRule } from "../schema/clearance.ts";
import { type Ground, OBLIGATIONS } from "../schema/decision.ts";
import { earlier, type Verdict } from "./verdict.ts";
import type { Authority } from "./authority.ts";

/** Grounds in the order in which a decision comes to them: of several denials the first of these is told. */
const GROUNDS: readonly Ground[] = [
  "agent_away",
  "uninspectable",
  "unidentified",
  "classification",
  "rule",
  "default",
];

/**
 * P7: the strictest verdict over a set of models. Any denial denies; obligations are united, and the answer ends
 * when the first of them ends. The order of the set changes nothing.
 */
export function strictest({ order }: Authority, verdicts: readonly Verdict[]): Verdict {
  const denials = verdicts.filter(({ effect }) => effect === "deny");
  const deciding = (denials.length > 0 ? denials : verdicts).toSorted(byStrictness);
  const [first] = deciding;
  const obligations = new Set(deciding.flatMap((verdict) => verdict.obligations));
  return {
    effect: denials.length > 0 ? "deny" : "permit",
    ground: first?.ground ?? "default",
    obligations: OBLIGATIONS.filter((obligation) => obligations.has(obligation)),
    rules: [...new Set(deciding.flatMap(({ rules }) => rules))].toSorted(
      (a, b) => place(order, a) - place(order, b),
    ),
    model: first?.model ?? null,
    until: verdicts.reduce<number | null>((end, { until }) => earlier(end, until), null),
  };
}

function byStrictness(a: Verdict, b: Verdict): number {
  const grounds = GROUNDS.indexOf(a.ground) - GROUNDS.indexOf(b.ground);
  if (grounds !== 0) return grounds;
  return (a.model ?? "") < (b.model ?? "") ? -1 : 1;
}

function place(order: Authority["order"], rule: ResidualRule): number {
  return order.get(rule) ?? 0;
}
