import type { AccessRequest } from "../schema/access-request.ts";
import { actionBit, type ModelEntry, type ReadyExemption, type ReadyRule } from "./authority.ts";
import { matches } from "./pattern.ts";

/** Reads the time for one answer, and keeps the earliest moment after it at which the answer may change (P9). */
export interface Clock {
  readonly time: number;
  until: number | null;
}

/** Whether a span is in force now; `from` is inclusive, `until` exclusive, null is no end. */
function inForce(
  span: { readonly from: number | null; readonly until: number | null },
  clock: Clock,
): boolean {
  const { from, until } = span;
  if (from !== null && clock.time < from) return note(clock, from, false);
  if (until === null) return true;
  return clock.time < until ? note(clock, until, true) : false;
}

function note(clock: Clock, edge: number, answer: boolean): boolean {
  if (clock.until === null || edge < clock.until) clock.until = edge;
  return answer;
}

/** Whether the account lets a rule match. P5: an unknown account makes a forbid match and a permit not. */
function accountMatches({ rule }: ReadyRule, account: AccessRequest["account"]): boolean {
  if (rule.account === null || rule.account === account) return true;
  return account === "unknown" && rule.effect === "forbid";
}

/** The rules of a list that match a call, in that order. The lists already fit the model. */
export function matching(
  rules: readonly ReadyRule[],
  entry: ModelEntry,
  request: AccessRequest,
  clock: Clock,
): ReadyRule[] {
  const bit = actionBit(request.action);
  const matched: ReadyRule[] = [];
  for (const rule of rules) {
    if ((rule.actions & bit) === 0 || !accountMatches(rule, request.account)) continue;
    const exempt = rule.exempt.length > 0 ? rule.exempt.filter((one) => isFor(one, bit, entry)) : rule.exempt;
    if (exempt.some(isForever)) continue;
    if (!inForce(rule.rule, clock)) continue;
    if (!anyInForce(exempt, clock)) matched.push(rule);
  }
  return matched;
}

/** A license for some models says nothing about a call that names none. */
function isFor({ actions, models }: ReadyExemption, bit: number, { folded }: ModelEntry): boolean {
  if ((actions & bit) === 0) return false;
  if (models === null) return true;
  return folded !== null && models.some((pattern) => matches(pattern, folded));
}

/** Who is exempt without end is outside the rule: its dates are not read. */
function isForever({ from, until }: ReadyExemption): boolean {
  return from === null && until === null;
}

/** Reads every exemption, also after one that holds, so that their order cannot change what was read. */
function anyInForce(exempt: readonly ReadyExemption[], clock: Clock): boolean {
  let any = false;
  for (const one of exempt) if (inForce(one, clock)) any = true;
  return any;
}
