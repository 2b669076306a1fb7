import type { Action } from "../schema/action.ts";
import type { Classification } from "../schema/clearance.ts";
import { type Obligation, OBLIGATIONS } from "../schema/decision.ts";
import type { License, LicenseHolder, Rule, Who } from "../schema/policy.ts";
import { fingerprint } from "./fingerprint.ts";
import { moment } from "./moment.ts";
import type { PolicySource } from "./parse.ts";

/** What rules and licenses share: which calls, and when. Null means all, or no end. */
interface Scope {
  readonly actions: readonly Action[] | null;
  readonly models: readonly string[] | null;
  /** Milliseconds since 1970 UTC. */
  readonly from: number | null;
  readonly until: number | null;
}

/** One rule with its dates read; lists are sorted and without doubles. */
export interface CompiledRule extends Scope {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly who: Who;
  readonly account: "corporate" | "personal" | null;
  readonly unless: readonly string[];
  readonly obligations: readonly Obligation[];
  readonly because: string | null;
  readonly instead: readonly string[];
}

/** One license with its dates read. */
export interface CompiledLicense extends Scope {
  readonly id: string;
  readonly holder: LicenseHolder;
}

/** The whole policy, ready to be resolved for anybody. Rules keep the order in which they were written. */
export interface CompiledPolicy {
  readonly revision: string;
  readonly organization: string;
  readonly levels: readonly string[];
  readonly default: "permit" | "forbid";
  readonly unidentified: "permit" | "forbid";
  readonly uninspectable: "permit" | "forbid";
  /** Index into `levels`; -1: nothing stays open. */
  readonly openWhileAway: number;
  readonly corporateAccounts: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly classifications: readonly Classification[];
  readonly licenses: readonly CompiledLicense[];
  readonly rules: readonly CompiledRule[];
}

/**
 * Brings a `provider/model` id or pattern to the one spelling that recognition gives. A rule in another spelling would
 * never meet the model it names, so nothing compiles without it; `canonicalModel` of the catalog is the product's.
 */
export type Spell = (id: string) => string;

/** Compiles what `parse` found sound; total and deterministic. The same content has the same revision. */
export function compile(source: PolicySource, spell: Spell): CompiledPolicy {
  const content = {
    organization: source.organization,
    levels: source.levels,
    default: source.default,
    unidentified: source.unidentified,
    uninspectable: source.uninspectable,
    openWhileAway: source.openUpTo === null ? -1 : source.levels.indexOf(source.openUpTo),
    corporateAccounts: asSet(source.corporateAccounts),
    names: Object.fromEntries(Object.entries(source.names).map(([id, name]) => [spell(id), name])),
    classifications: source.classify.map(({ models, level, compartments = [] }) => ({
      models: asSet(models.map(spell)),
      level: source.levels.indexOf(level),
      compartments: asSet(compartments),
    })),
    licenses: source.licenses.map((license) => compileLicense(license, spell)),
    rules: source.rules.map((rule) => compileRule(rule, spell)),
  };
  return { revision: source.revision ?? fingerprint(content), ...content };
}

function compileRule(rule: Rule, spell: Spell): CompiledRule {
  return {
    id: rule.id,
    effect: rule.permit === undefined ? "forbid" : "permit",
    ...scope(rule.permit ?? rule.forbid ?? [], rule, spell),
    who: sortedFields(rule.who ?? {}),
    account: rule.when?.account ?? null,
    unless: asSet(rule.unless ?? []),
    obligations: OBLIGATIONS.filter((obligation) => rule.require?.includes(obligation)),
    because: rule.because ?? null,
    instead: [...new Set((rule.instead ?? []).map(spell))],
  };
}

function compileLicense(license: License, spell: Spell): CompiledLicense {
  return {
    id: license.id,
    holder: sortedFields(license.holder),
    ...scope(license.actions ?? "all", license, spell),
  };
}

/** `*` among the models is every model, named or not, as if the key were absent. */
function scope(actions: "all" | readonly Action[], entry: Rule | License, spell: Spell): Scope {
  return {
    actions: actions === "all" ? null : asSet(actions),
    models: entry.models === undefined || entry.models.includes("*") ? null : asSet(entry.models.map(spell)),
    from: entry.from === undefined ? null : moment(entry.from),
    until: entry.until === undefined ? null : moment(entry.until),
  };
}

function sortedFields<T extends Who>(who: T): T {
  const { people, groups, organizations } = who;
  return {
    ...who,
    ...(people && { people: asSet(people) }),
    ...(groups && { groups: asSet(groups) }),
    ...(organizations && { organizations: asSet(organizations) }),
  };
}

/** Sorted by code unit, without doubles: a list that means a set is written one way. */
function asSet<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1));
}
