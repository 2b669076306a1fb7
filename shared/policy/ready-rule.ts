import type { Exemption, ResidualRule } from "../schema/clearance.ts";
import type { LicenseUse } from "../schema/license-use.ts";
import { bitsOfActions, bitsOfObligations } from "./bits.ts";
import { type Conditions, conditionsOf, factsRead } from "./conditions.ts";
import { HoursReader } from "./hours-window.ts";
import { fold } from "./pattern.ts";

/** An exemption with its actions as bits and its patterns folded. */
export interface ReadyExemption {
  readonly actions: number;
  readonly models: readonly string[] | null;
  readonly purposes: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly from: number | null;
  readonly until: number | null;
  /** What a record says of a call that it covers. */
  readonly use: LicenseUse;
}

/** A residual rule with everything prepared that does not depend on the call. */
export interface ReadyRule {
  readonly rule: ResidualRule;
  /** Place in the clearance; those that never match come after all others. */
  readonly order: number;
  /** One bit for each of `ACTIONS`. */
  readonly actions: number;
  /** One bit for each of `OBLIGATIONS`. */
  readonly obligations: number;
  /** Null: the moment does not matter, but for the hours. */
  readonly conditions: Conditions | null;
  readonly hours: HoursReader | null;
  readonly exempt: readonly ReadyExemption[];
}

/** Rules by what they do. */
export interface RuleLists {
  readonly forbids: readonly ReadyRule[];
  readonly permits: readonly ReadyRule[];
  readonly obliges: readonly ReadyRule[];
  /** P8: of any effect, for the shadow decision alone. */
  readonly monitored: readonly ReadyRule[];
}

/** Rules with equal hours share one reader, so a thousand rules for office hours read the clock once. */
export type Readers = Map<string, HoursReader>;

/** Prepares one rule. */
export function ready(rule: ResidualRule, order: number, readers: Readers): ReadyRule {
  return {
    rule,
    order,
    actions: bitsOfActions(rule.actions),
    obligations: bitsOfObligations(rule.obligations),
    conditions: conditionsOf(rule.when),
    hours: readerOf(rule, readers),
    exempt: rule.exempt.map((exemption) => readyExemption(exemption)),
  };
}

function readerOf({ when: { hours } }: ResidualRule, readers: Readers): HoursReader | null {
  if (hours === null) return null;
  const key = JSON.stringify([hours.zone, hours.from, hours.to, hours.days]);
  const reader = readers.get(key) ?? new HoursReader(hours);
  readers.set(key, reader);
  return reader;
}

function readyExemption(exemption: Exemption): ReadyExemption {
  const { by, kind, number, authority, holder, actions, models, purposes, regions, from, until } = exemption;
  return {
    actions: bitsOfActions(actions),
    models: models?.map((model) => fold(model)) ?? null,
    purposes,
    regions: regions?.map((region) => fold(region)) ?? null,
    from,
    until,
    use: { id: by, number, authority, holder, kind },
  };
}

/** Sorts rules into lists, each in the order of the rules. */
export function listed(rules: readonly ReadyRule[]): RuleLists {
  const lists = { forbids: [], permits: [], obliges: [], monitored: [] } satisfies RuleLists;
  const named: Record<keyof RuleLists, ReadyRule[]> = lists;
  for (const one of rules) named[one.rule.monitor ? "monitored" : LIST_OF[one.rule.effect]].push(one);
  return named;
}

const LIST_OF = { forbid: "forbids", permit: "permits", oblige: "obliges" } as const;

/** Which facts of a call the rules read, as bits of `FACT`: an answer may be reused while these are the same. */
export function readBy(rules: readonly ReadyRule[]): number {
  return rules.reduce((facts, { rule }) => facts | factsRead(rule), 0);
}
