import type { ResidualRule } from "../schema/clearance.ts";
import { type Ground, type Obligation, OBLIGATIONS } from "../schema/decision.ts";
import type { Authority } from "./authority.ts";
import { eachOnce } from "./licenses-used.ts";
import { earlier, type ShadowVerdict, type Verdict } from "./verdict.ts";

/** Grounds in the order in which a decision comes to them: of several denials the first of these is told. */
const GROUNDS: readonly Ground[] = [
  "stale",
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
  const deciding = decidingOf(verdicts).toSorted(byStrictness);
  const [first] = deciding;
  return {
    licenses: eachOnce(deciding.flatMap(({ licenses }) => licenses)),
    effect: first?.effect ?? "deny",
    ground: first?.ground ?? "default",
    obligations: united(deciding),
    rules: inOrder(
      order,
      deciding.flatMap(({ rules }) => rules),
    ),
    model: first?.model ?? null,
    until: verdicts.reduce<number | null>((end, { until }) => earlier(end, until), null),
    shadow: strictestShadow(order, verdicts),
  };
}

/** P8: the same over what each verdict would have been, where a monitored rule matched for any of the models. */
function strictestShadow(order: Authority["order"], verdicts: readonly Verdict[]): ShadowVerdict | null {
  if (verdicts.every(({ shadow }) => shadow === null)) return null;
  const deciding = decidingOf(verdicts.map((verdict) => verdict.shadow ?? verdict));
  return {
    effect: deciding[0]?.effect ?? "deny",
    obligations: united(deciding),
    rules: inOrder(
      order,
      verdicts.flatMap(({ shadow }) => shadow?.rules ?? []),
    ),
  };
}

/** The denials; where there are none, all. */
function decidingOf<T extends Pick<Verdict, "effect">>(verdicts: readonly T[]): readonly T[] {
  const denials = verdicts.filter(({ effect }) => effect === "deny");
  return denials.length > 0 ? denials : verdicts;
}

function united(verdicts: readonly Pick<Verdict, "obligations">[]): readonly Obligation[] {
  const asked = new Set(verdicts.flatMap(({ obligations }) => obligations));
  return OBLIGATIONS.filter((obligation) => asked.has(obligation));
}

function byStrictness(a: Verdict, b: Verdict): number {
  const grounds = GROUNDS.indexOf(a.ground) - GROUNDS.indexOf(b.ground);
  if (grounds !== 0) return grounds;
  return (a.model ?? "") < (b.model ?? "") ? -1 : 1;
}

function inOrder(order: Authority["order"], rules: readonly ResidualRule[]): readonly ResidualRule[] {
  return [...new Set(rules)].toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}
