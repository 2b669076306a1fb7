import type { Clearance, Exemption, Holder, ResidualRule } from "../schema/clearance.ts";
import type { Missing } from "../schema/decision.ts";
import type { Person } from "../schema/person.ts";
import type { LicenseHolder, Who } from "../schema/policy.ts";
import type { CompiledLicense, CompiledPolicy, CompiledRule } from "./compile.ts";
import { spelledName } from "./model-name.ts";
import { covers } from "./pattern.ts";

/**
 * Resolves the policy for one person: everything that their facts decide is decided here, and what is left is
 * of the moment. Rules that can never matter for this person are dropped, so other people's rules and facts
 * do not leave the agent. The order in which facts are listed changes nothing.
 */
export function resolve(policy: CompiledPolicy, person: Person): Clearance {
  const licenses = policy.licenses.filter(({ holder }) => isAbout(holder, person) === "yes");
  return {
    lanyard: 1,
    revision: policy.revision,
    organization: policy.organization,
    holder: holderOf(policy, person),
    levels: [...policy.levels],
    default: policy.default,
    unidentified: policy.unidentified,
    uninspectable: policy.uninspectable,
    openWhileAway: policy.openWhileAway,
    corporateAccounts: [...policy.corporateAccounts],
    classifications: [...policy.classifications],
    rules: policy.rules.flatMap((rule) => residual(rule, person, licenses)),
    models: namedModels(policy),
  };
}

type Answer = "yes" | "no" | "unknown";

/** P5: fields are ANDed in three values. An absent organization is unknown; groups are listed whole. */
function isAbout(who: Who | LicenseHolder, person: Person): Answer {
  const answers: Answer[] = [];
  if (who.people) answers.push(who.people.includes(person.id) ? "yes" : "no");
  if (who.groups) answers.push(who.groups.some((group) => person.groups.includes(group)) ? "yes" : "no");
  if (who.organizations) answers.push(isOneOf(person.organization, who.organizations));
  if ("us_person" in who && who.us_person) answers.push(person.us_person === "proven" ? "yes" : "unknown");
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

function isOneOf(name: string | undefined, names: readonly string[]): Answer {
  if (names.length === 0) return "no";
  if (name === undefined) return "unknown";
  return names.includes(name) ? "yes" : "no";
}

/** What is left of a rule for this person: one residual rule, or none. */
function residual(
  rule: CompiledRule,
  person: Person,
  held: readonly CompiledLicense[],
): readonly ResidualRule[] {
  const about = isAbout(rule.who, person);
  const applies = rule.effect === "permit" ? about === "yes" : about !== "no";
  if (!applies) return [];
  if (rule.unless.includes("us-person") && person.us_person === "proven") return [];
  const licenses = held.filter((license) => satisfies(license, rule) && shareActions(license, rule));
  if (licenses.some((license) => isForever(license) && coversAll(license, rule))) return [];
  const { id, effect, account, from, until, because } = rule;
  return [
    {
      id,
      effect,
      actions: copied(rule.actions),
      models: copied(rule.models),
      account,
      from,
      until,
      exempt: licenses.map((license) => exemption(license)),
      obligations: [...rule.obligations],
      because,
      instead: [...rule.instead],
      missing: effect === "forbid" ? missingOf(rule) : [],
    },
  ];
}

function copied<T>(list: readonly T[] | null): T[] | null {
  return list && [...list];
}

/** P6: a license satisfies exactly the `unless` that asks for it. */
function satisfies(license: CompiledLicense, { unless }: CompiledRule): boolean {
  return unless.includes("license") || unless.includes(`license:${license.id}`);
}

function shareActions(license: CompiledLicense, rule: CompiledRule): boolean {
  const { actions } = license;
  return actions === null || (rule.actions ?? actions).some((action) => actions.includes(action));
}

function isForever({ from, until }: CompiledLicense): boolean {
  return from === null && until === null;
}

function coversAll(license: CompiledLicense, rule: CompiledRule): boolean {
  const { models, actions } = license;
  const coversModels =
    models === null || rule.models?.every((one) => models.some((wide) => covers(wide, one)));
  const coversActions = actions === null || rule.actions?.every((one) => actions.includes(one));
  return coversModels === true && coversActions === true;
}

function exemption({ id, models, actions, from, until }: CompiledLicense): Exemption {
  return { by: id, models: copied(models), actions: copied(actions), from, until };
}

/** What would take a forbid away: what its `unless` accepts, and the other kind of account. */
function missingOf({ unless, account }: CompiledRule): Missing[] {
  const missing: Missing[] = [];
  if (unless.includes("us-person")) missing.push({ kind: "us_person", value: null });
  if (unless.includes("license")) missing.push({ kind: "license", value: null });
  for (const one of unless) {
    if (one.startsWith("license:")) missing.push({ kind: "license", value: one.slice("license:".length) });
  }
  if (account) missing.push({ kind: "account", value: account === "corporate" ? "personal" : "corporate" });
  return missing;
}

/** Only the facts that this policy asks for: the browser need not know more of a person. */
function holderOf(policy: CompiledPolicy, person: Person): Holder {
  const asked = [
    ...policy.rules.map(({ who }): Who => who),
    ...policy.licenses.map(({ holder }): Who => holder),
  ];
  const groups = new Set(asked.flatMap((who) => who.groups ?? []));
  const compartments = new Set(policy.classifications.flatMap((entry) => entry.compartments));
  const asksStatus =
    asked.some((who) => who.us_person) || policy.rules.some(({ unless }) => unless.includes("us-person"));
  return {
    id: person.id,
    name: person.name ?? null,
    organization: asked.some((who) => who.organizations) ? (person.organization ?? null) : null,
    groups: [...groups].filter((group) => person.groups.includes(group)).toSorted(byCodeUnit),
    level: levelOf(policy, person),
    compartments: [...compartments].filter((one) => person.compartments.includes(one)).toSorted(byCodeUnit),
    usPerson: asksStatus ? person.us_person : "unknown",
  };
}

/** P5: no level, or one that the policy does not know, is the lowest. */
function levelOf({ levels }: CompiledPolicy, { level }: Person): number {
  return level === undefined ? 0 : Math.max(0, levels.indexOf(level));
}

function namedModels(policy: CompiledPolicy): Clearance["models"] {
  const patterns = [
    ...policy.classifications.flatMap(({ models }) => models),
    ...policy.licenses.flatMap(({ models }) => models ?? []),
    ...policy.rules.flatMap(({ models, instead }) => [...(models ?? []), ...instead]),
    ...Object.keys(policy.names),
  ];
  const exact = [...new Set(patterns)].filter((pattern) => !pattern.includes("*"));
  return exact.toSorted(byCodeUnit).map((id) => ({ id, name: policy.names[id] ?? spelledName(id) }));
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
