import type { AccessRequest } from "../schema/access-request.ts";
import type { LicenseUse } from "../schema/license-use.ts";
import type { ModelEntry } from "./authority.ts";
import { actionBit } from "./bits.ts";
import { isInAny, met, TRUTH } from "./conditions.ts";
import { matches } from "./pattern.ts";
import type { ReadyExemption, ReadyRule } from "./ready-rule.ts";

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

/** P5: what is unknown makes a forbid and an obligation match, and a permit not. */
function fits({ conditions, rule }: ReadyRule, request: AccessRequest): boolean {
  if (conditions === null) return true;
  const truth = met(conditions, request);
  return truth === TRUTH.yes || (truth === TRUTH.unknown && rule.effect !== "permit");
}

/** Hours are read only of rules whose dates are in force. */
function isWithinHours({ hours, rule }: ReadyRule, clock: Clock): boolean {
  if (hours === null) return true;
  const { isIn, until } = hours.at(clock.time);
  if (until !== null) note(clock, until, true);
  return isIn ?? rule.effect !== "permit";
}

/** The licenses and grants that keep rules from matching, with a clock of their own: no answer depends on it. */
export interface Uses {
  readonly used: LicenseUse[];
  readonly clock: Clock;
}

/**
 * The rules of a list that match a call, in that order. The lists already fit the model. `uses` is told of what took
 * rules away that would have matched.
 */
export function matching(
  rules: readonly ReadyRule[],
  entry: ModelEntry,
  request: AccessRequest,
  clock: Clock,
  uses: Uses | null = null,
): ReadyRule[] {
  const bit = actionBit(request.action);
  const matched: ReadyRule[] = [];
  for (const rule of rules) {
    if ((rule.actions & bit) === 0 || !fits(rule, request)) continue;
    const exempt =
      rule.exempt.length > 0 ? rule.exempt.filter((one) => isFor(one, bit, entry, request)) : rule.exempt;
    if (exempt.some(isForever)) {
      if (uses !== null) noteUses(rule, exempt, uses);
      continue;
    }
    if (!inForce(rule.rule, clock) || !isWithinHours(rule, clock)) continue;
    if (!anyInForce(exempt, clock)) matched.push(rule);
    else if (uses !== null) noteUses(rule, exempt, uses);
  }
  return matched;
}

/** A license for some models, purposes or regions says nothing about a call that does not tell them. */
function isFor(
  license: ReadyExemption,
  bit: number,
  { folded }: ModelEntry,
  request: AccessRequest,
): boolean {
  const { actions, models, purposes, regions } = license;
  if ((actions & bit) === 0) return false;
  if (purposes !== null && (request.purpose === null || !purposes.includes(request.purpose))) return false;
  if (regions !== null && (request.region === null || !isInAny(request.region, regions))) return false;
  if (models === null) return true;
  return folded !== null && models.some((pattern) => matches(pattern, folded));
}

/** Who is exempt without end is outside the rule: its dates are not read. */
function isForever({ from, until }: ReadyExemption): boolean {
  return from === null && until === null;
}

/** A rule that is not in force now needs nobody to take it away. */
function noteUses(rule: ReadyRule, exempt: readonly ReadyExemption[], { used, clock }: Uses): void {
  if (!inForce(rule.rule, clock) || !isWithinHours(rule, clock)) return;
  for (const one of exempt) if (inForce(one, clock)) used.push(one.use);
}

/** Reads every exemption, also after one that holds, so that their order cannot change what was read. */
function anyInForce(exempt: readonly ReadyExemption[], clock: Clock): boolean {
  let any = false;
  for (const one of exempt) if (inForce(one, clock)) any = true;
  return any;
}
