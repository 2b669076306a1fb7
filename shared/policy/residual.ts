import type { Exemption, ResidualRule } from "../schema/clearance.ts";
import type { Missing } from "../schema/decision.ts";
import type { Person } from "../schema/person.ts";
import { isAbout, proofsLacked } from "./about.ts";
import type { CompiledLicense, CompiledRule } from "./compiled-policy.ts";
import { copied, scopeOf } from "./license-scope.ts";

/** What is left of one rule for a person. */
export interface Remainder {
  readonly rule: ResidualRule;
  /** Kept to tell which proof would make it match, which it does not. */
  readonly isAlmost: boolean;
}

/**
 * What is left of a rule for this person; null where it can never matter to them. `held` are the licenses and grants
 * that the person holds.
 */
export function remainderOf(
  rule: CompiledRule,
  person: Person,
  held: readonly CompiledLicense[],
): Remainder | null {
  if (isDead(rule)) return null;
  if (rule.unless.includes("us-person") && person.us_person === "proven") return null;
  const about = isAbout(rule.who, person);
  if (rule.effect === "permit" && about !== "yes") return almost(rule, person);
  if (about === "no") return null;
  const licenses = held.filter((license) => satisfies(license, rule) && shareActions(license, rule));
  const missing = rule.effect === "forbid" ? missingOf(rule, person) : [];
  return { rule: residual(rule, person, licenses, missing), isAlmost: false };
}

/** P6: what restricts only cannot grant, whoever wrote it. And an empty list matches nothing. */
function isDead({ effect, layer, actions, models, unknownToo }: CompiledRule): boolean {
  if (effect === "permit" && layer !== "rule") return true;
  return actions?.length === 0 || (models?.length === 0 && (effect === "permit" || !unknownToo));
}

/** A permit that lacks one proof is told of; of two, neither alone would give access. */
function almost(rule: CompiledRule, person: Person): Remainder | null {
  if (rule.monitor) return null;
  const lacked = proofsLacked(rule.who, person);
  return lacked?.length === 1 ? { rule: residual(rule, person, [], lacked), isAlmost: true } : null;
}

function residual(
  rule: CompiledRule,
  person: Person,
  licenses: readonly CompiledLicense[],
  missing: readonly Missing[],
): ResidualRule {
  const { id, layer, effect, monitor, from, until, because, when } = rule;
  return {
    id,
    layer,
    effect,
    monitor,
    actions: copied(rule.actions),
    models: copied(rule.models),
    unknownToo: rule.unknownToo && effect !== "permit" && rule.models !== null,
    when,
    from,
    until,
    exempt: licenses.map((license) => exemption(license, person)),
    obligations: [...rule.obligations],
    asking: rule.asking,
    because,
    instead: [...rule.instead],
    missing: [...missing],
    ...(rule.cuts === true && { cuts: true }),
  };
}

/** P6: a license or grant satisfies exactly the `unless` that asks for it. */
function satisfies({ kind, id }: CompiledLicense, { unless }: CompiledRule): boolean {
  return unless.includes(kind) || unless.includes(`${kind}:${id}`);
}

function shareActions({ actions }: CompiledLicense, rule: CompiledRule): boolean {
  return actions === null || (rule.actions ?? actions).some((action) => actions.includes(action));
}

function exemption(license: CompiledLicense, person: Person): Exemption {
  const { id, number } = license;
  return { by: id, number, holder: holderOf(license, person), ...scopeOf(license) };
}

/** By what the person holds it: who else does is nothing that their browser needs to know. */
function holderOf({ holder }: CompiledLicense, { id, organization, groups }: Person): string | null {
  if (holder.organizations) return organization ?? null;
  if (holder.groups) return groups.filter((group) => holder.groups?.includes(group)).toSorted()[0] ?? null;
  return holder.people ? id : null;
}

/** What would take a forbid away: what its `unless` accepts, another call, or proof that it is about others. */
function missingOf(rule: CompiledRule, person: Person): readonly Missing[] {
  return [...accepted(rule), ...byAnotherCall(rule), ...byProof(rule, person)];
}

function accepted({ unless }: CompiledRule): readonly Missing[] {
  return unless.map((one): Missing => {
    if (one === "us-person") return { kind: "us_person", value: null };
    const kind = one.startsWith("license") ? "license" : "grant";
    return { kind, value: one === kind ? null : one.slice(kind.length + 1) };
  });
}

function byAnotherCall({ when }: CompiledRule): readonly Missing[] {
  const { account, tenants, regions, purposes, dataClasses, inspectable, hours } = when;
  const missing: Missing[] = [];
  if (account) missing.push({ kind: "account", value: account === "corporate" ? "personal" : "corporate" });
  if (tenants) missing.push({ kind: "tenant", value: null });
  if (regions) missing.push({ kind: "region", value: null });
  if (purposes) missing.push({ kind: "purpose", value: null });
  if (dataClasses) missing.push({ kind: "data_class", value: null });
  if (inspectable === false) missing.push({ kind: "readable_body", value: null });
  if (hours) missing.push({ kind: "time", value: null });
  return missing;
}

/** A forbid that stands only because a fact is unknown ends with the proof of another. */
function byProof({ who }: CompiledRule, { location }: Person): readonly Missing[] {
  const missing: Missing[] = [];
  if (who.locations && location === undefined) missing.push({ kind: "location", value: null });
  if (who.managed === false) missing.push({ kind: "device", value: "managed" });
  return missing;
}
