import type { AccessRequest } from "../schema/access-request.ts";
import type { ResidualRule } from "../schema/clearance.ts";
import type { Effect } from "../schema/decision.ts";
import type { Authority, ModelEntry } from "./authority.ts";
import { obligationsOf } from "./bits.ts";
import { eachOnce } from "./licenses-used.ts";
import { type Clock, matching, type Uses } from "./matching.ts";
import type { ReadyRule, RuleLists } from "./ready-rule.ts";
import type { Remembered } from "./remembered.ts";
import { earlier, type ShadowVerdict, type Verdict } from "./verdict.ts";

/** The rules' answer to a call on one model, and for how long and for which facts it may be used again. */
export function settle(authority: Authority, entry: ModelEntry, request: AccessRequest): Remembered {
  const clock: Clock = { time: request.time, until: null };
  const uses: Uses = { used: [], clock: { time: request.time, until: null } };
  const { effect, rules } = byRules(authority, entry, request, clock, [], uses);
  const shadowClock: Clock = { time: request.time, until: null };
  const verdict: Verdict = {
    effect,
    ground: rules.some(({ rule }) => rule.effect !== "oblige") ? "rule" : "default",
    obligations: united(rules),
    rules: inOrder(rules),
    model: entry.id,
    until: clock.until,
    shadow: shadowOf(authority, entry, request, shadowClock),
    licenses: effect === "permit" ? eachOnce(uses.used) : [],
  };
  const { tenant, region, purpose, dataClasses } = request;
  const until = earlier(earlier(clock.until, shadowClock.until), uses.clock.until) ?? Infinity;
  return { verdict, since: request.time, until, tenant, region, purpose, dataClasses };
}

/** Which rules determine an answer. */
interface Determined {
  readonly effect: Effect;
  readonly rules: readonly ReadyRule[];
}

/**
 * P3: any forbid that matches denies, else any permit permits, else the default; and what is permitted takes the
 * obligations of every rule that asks for some. `counted` are monitored rules that matched and are to count.
 */
function byRules(
  authority: Authority,
  entry: ModelEntry,
  request: AccessRequest,
  clock: Clock,
  counted: readonly ReadyRule[],
  uses: Uses | null,
): Determined {
  const matched = (list: keyof RuleLists, effect: ResidualRule["effect"]): readonly ReadyRule[] => [
    ...matching(authority.everyModel[list], entry, request, clock, uses),
    ...matching(entry.named[list], entry, request, clock, uses),
    ...counted.filter(({ rule }) => rule.effect === effect),
  ];
  const forbids = matched("forbids", "forbid");
  if (forbids.length > 0) return { effect: "deny", rules: forbids };
  const permits = matched("permits", "permit");
  if (permits.length === 0 && authority.clearance.default === "forbid") return { effect: "deny", rules: [] };
  return { effect: "permit", rules: [...permits, ...matched("obliges", "oblige")] };
}

/** P8: once more, with the monitored rules that match. Nothing is done where nothing is monitored. */
function shadowOf(
  authority: Authority,
  entry: ModelEntry,
  request: AccessRequest,
  clock: Clock,
): ShadowVerdict | null {
  const every = authority.everyModel.monitored;
  const { monitored } = entry.named;
  if (every.length === 0 && monitored.length === 0) return null;
  const counted = [...matching(every, entry, request, clock), ...matching(monitored, entry, request, clock)];
  if (counted.length === 0) return null;
  const { effect, rules } = byRules(authority, entry, request, clock, counted, null);
  return { effect, obligations: united(rules), rules: inOrder(counted) };
}

/** P1: the obligations of all rules that determined the answer are united. */
function united(rules: readonly ReadyRule[]): Verdict["obligations"] {
  return obligationsOf(rules.reduce((bits, { obligations }) => bits | obligations, 0));
}

function inOrder(rules: readonly ReadyRule[]): readonly ResidualRule[] {
  return rules.toSorted((a, b) => a.order - b.order).map(({ rule }) => rule);
}
