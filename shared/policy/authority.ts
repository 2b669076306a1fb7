import { type Action, ACTIONS } from "../schema/action.ts";
import type { Clearance, Exemption, ResidualRule } from "../schema/clearance.ts";
import { type Obligation, OBLIGATIONS } from "../schema/decision.ts";
import { fold } from "./pattern.ts";
import { indexPatterns, itemsOf, type PatternIndex } from "./pattern-index.ts";
import type { Verdict } from "./verdict.ts";

/** An exemption with its actions as bits and its patterns folded. */
export interface ReadyExemption {
  readonly actions: number;
  readonly models: readonly string[] | null;
  readonly from: number | null;
  readonly until: number | null;
}

/** A residual rule with everything prepared that does not depend on the call. */
export interface ReadyRule {
  readonly rule: ResidualRule;
  /** Place in the policy. */
  readonly order: number;
  /** One bit for each of `ACTIONS`. */
  readonly actions: number;
  /** One bit for each of `OBLIGATIONS`. */
  readonly obligations: number;
  readonly exempt: readonly ReadyExemption[];
}

/** Rules by effect. */
interface RuleLists {
  readonly forbids: readonly ReadyRule[];
  readonly permits: readonly ReadyRule[];
}

/** A verdict and the moment from which it holds; it ends with its own `until`. */
interface Remembered {
  readonly verdict: Verdict;
  readonly since: number;
}

/** What is known of one model, or of calls that name none (`id` null). */
export interface ModelEntry {
  readonly id: string | null;
  readonly folded: string | null;
  /** Index into `levels`; calls that name none are above all of them. */
  readonly level: number;
  /** Compartments that the model has and the person has not, sorted. */
  readonly lacking: readonly string[];
  /** Rules that name this model; those for every model are the authority's. */
  readonly named: RuleLists;
  /** By action and account. */
  readonly remembered: (Remembered | undefined)[];
}

/** A clearance made ready to be decided from, with a bounded memory of the models it was asked about. */
export interface Authority {
  readonly clearance: Clearance;
  /** Place of each rule in the policy. */
  readonly order: ReadonlyMap<ResidualRule, number>;
  readonly everyModel: RuleLists;
  readonly byModel: PatternIndex<ReadyRule>;
  readonly classifications: PatternIndex<Clearance["classifications"][number]>;
  readonly unidentified: ModelEntry;
  readonly entries: Map<string, ModelEntry>;
  /** Ids of the models that policy names exactly, by provider. */
  readonly models: ReadonlyMap<string, readonly string[]>;
}

/** Models that are remembered. A hostile page can send endless names: the oldest is forgotten first. */
const ENTRY_LIMIT = 4_096;

const ALL_ACTIONS = (1 << ACTIONS.length) - 1;
const ACTION_BITS = Object.fromEntries(ACTIONS.map((action, index) => [action, 1 << index])) as Record<
  Action,
  number
>;

/** The bit of one action. */
export function actionBit(action: Action): number {
  return ACTION_BITS[action];
}

/** Makes a clearance ready; done once for each clearance, in time linear to its size. */
export function prepare(clearance: Clearance): Authority {
  const rules = clearance.rules.map((rule, order) => ready(rule, order));
  return {
    clearance,
    order: new Map(clearance.rules.map((rule, order) => [rule, order])),
    everyModel: byEffect(rules.filter(({ rule }) => rule.models === null)),
    byModel: indexPatterns(rules, ({ rule }) => rule.models ?? []),
    classifications: indexPatterns(clearance.classifications, ({ models }) => models),
    unidentified: {
      id: null,
      folded: null,
      level: clearance.levels.length,
      lacking: [],
      named: { forbids: [], permits: [] },
      remembered: [],
    },
    entries: new Map(),
    models: Map.groupBy(
      clearance.models.map(({ id }) => id),
      providerOf,
    ),
  };
}

/** The provider of a model id. */
export function providerOf(id: string): string {
  return fold(id.slice(0, Math.max(0, id.indexOf("/"))));
}

function ready(rule: ResidualRule, order: number): ReadyRule {
  return {
    rule,
    order,
    actions: bitsOfActions(rule.actions),
    obligations: bitsOfObligations(rule.obligations),
    exempt: rule.exempt.map((exemption) => readyExemption(exemption)),
  };
}

function readyExemption({ actions, models, from, until }: Exemption): ReadyExemption {
  return {
    actions: bitsOfActions(actions),
    models: models?.map((model) => fold(model)) ?? null,
    from,
    until,
  };
}

function bitsOfActions(actions: readonly Action[] | null): number {
  return actions === null ? ALL_ACTIONS : actions.reduce((bits, action) => bits | ACTION_BITS[action], 0);
}

function bitsOfObligations(obligations: readonly Obligation[]): number {
  return obligations.reduce((bits, obligation) => bits | (1 << OBLIGATIONS.indexOf(obligation)), 0);
}

function byEffect(rules: readonly ReadyRule[]): RuleLists {
  return {
    forbids: rules.filter(({ rule }) => rule.effect === "forbid"),
    permits: rules.filter(({ rule }) => rule.effect === "permit"),
  };
}

/** What is known of a model, from memory or from the indexes. The caller has checked that it can be a name. */
export function entryOf(authority: Authority, id: string): ModelEntry {
  const known = authority.entries.get(id);
  if (known) return known;
  const entry = newEntry(authority, id);
  if (authority.entries.size >= ENTRY_LIMIT) forgetOldest(authority.entries);
  authority.entries.set(id, entry);
  return entry;
}

function forgetOldest(entries: Map<string, ModelEntry>): void {
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    return;
  }
}

/** P2: of several classifications that match, the highest level stands and compartments are united. */
function newEntry(authority: Authority, id: string): ModelEntry {
  const folded = fold(id);
  const classes = itemsOf(authority.classifications, folded);
  const held = authority.clearance.holder.compartments;
  const compartments = new Set(classes.flatMap((one) => one.compartments));
  return {
    id,
    folded,
    level: classes.reduce((highest, { level }) => Math.max(highest, level), 0),
    lacking: [...compartments].filter((one) => !held.includes(one)).toSorted(),
    named: byEffect(itemsOf(authority.byModel, folded)),
    remembered: [],
  };
}
