import type { AccessRequest } from "../schema/access-request.ts";
import type { MomentConditions, ResidualRule } from "../schema/clearance.ts";
import { fold, matches } from "./pattern.ts";

/** P5: what a condition may come to, so ordered that the least of several is all of them together. */
export const TRUTH = { no: 0, unknown: 1, yes: 2 } as const;
export type Truth = (typeof TRUTH)[keyof typeof TRUTH];

/** The conditions of the moment but for the hours, which read the time; regions are folded. */
export type Conditions = Omit<MomentConditions, "hours">;

/** Prepares conditions; null where the hours alone, or nothing, matter. */
export function conditionsOf({ hours: _hours, ...conditions }: MomentConditions): Conditions | null {
  if (Object.values(conditions).every((condition) => condition === null)) return null;
  return { ...conditions, regions: conditions.regions?.map((region) => fold(region)) ?? null };
}

/** Whether the call meets all that is given; every fact that is not told is unknown. */
export function met(conditions: Conditions, request: AccessRequest): Truth {
  const { account, inspectable } = conditions;
  if (inspectable !== null && inspectable !== request.inspectable) return TRUTH.no;
  let truth: Truth = TRUTH.yes;
  if (account !== null && account !== request.account) {
    if (request.account !== "unknown") return TRUTH.no;
    truth = TRUTH.unknown;
  }
  truth = least(truth, isOneOf(request.tenant, conditions.tenants));
  truth = least(truth, isIn(request.region, conditions.regions));
  truth = least(truth, isOneOf(request.purpose, conditions.purposes));
  return least(truth, hasAny(request.dataClasses, conditions.dataClasses));
}

function least(one: Truth, other: Truth): Truth {
  return one < other ? one : other;
}

function isOneOf(fact: string | null, names: readonly string[] | null): Truth {
  if (names === null) return TRUTH.yes;
  if (names.length === 0) return TRUTH.no;
  if (fact === null) return TRUTH.unknown;
  return names.includes(fact) ? TRUTH.yes : TRUTH.no;
}

function isIn(region: string | null, patterns: readonly string[] | null): Truth {
  if (patterns === null) return TRUTH.yes;
  if (patterns.length === 0) return TRUTH.no;
  if (region === null) return TRUTH.unknown;
  return isInAny(region, patterns) ? TRUTH.yes : TRUTH.no;
}

/** Whether a region as the wire writes it is one of these, which are folded. */
export function isInAny(region: string, patterns: readonly string[]): boolean {
  const folded = fold(region);
  return patterns.some((pattern) => matches(pattern, folded));
}

function hasAny(found: readonly string[] | null, names: readonly string[] | null): Truth {
  if (names === null) return TRUTH.yes;
  if (names.length === 0) return TRUTH.no;
  if (found === null) return TRUTH.unknown;
  return names.some((name) => found.includes(name)) ? TRUTH.yes : TRUTH.no;
}

/** Facts of a call that rules may read and that few of them do, one bit each. */
export const FACT = { tenant: 1, region: 2, purpose: 4, dataClasses: 8 } as const;

/** The facts that a rule reads, as bits of `FACT`. */
export function factsRead({ when, exempt }: ResidualRule): number {
  return (
    (when.tenants === null ? 0 : FACT.tenant) |
    (when.regions === null && exempt.every(({ regions }) => regions === null) ? 0 : FACT.region) |
    (when.purposes === null && exempt.every(({ purposes }) => purposes === null) ? 0 : FACT.purpose) |
    (when.dataClasses === null ? 0 : FACT.dataClasses)
  );
}
