import { type Action, ACTIONS } from "../schema/action.ts";
import { USUAL_ASKING } from "../schema/asking.ts";
import { BUILT_IN, type DataClass } from "../schema/data-class.ts";
import type { ModelSet, MomentConditions } from "../schema/clearance.ts";
import { type Obligation, OBLIGATIONS } from "../schema/decision.ts";
import type { Classify, DataClassText, License, ReviewersPart, Rule } from "../schema/policy.ts";
import type { ActionList, AskingText, Who } from "../schema/policy-words.ts";
import type {
  CompiledIssuer,
  CompiledLicense,
  CompiledPolicy,
  CompiledRule,
  CompiledSignIn,
  CompiledWho,
  Knowledge,
} from "./compiled-policy.ts";
import type { PassportIssuer } from "../schema/passport-issuer.ts";
import { CLAIMS } from "../schema/proof.ts";
import { SIGN_IN_FACTS, type SignInText } from "../schema/sign-in.ts";
import type { Reviewers } from "../schema/reviewer.ts";
import { type Tenants, tenantIds } from "../schema/tenants.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { compileRequests } from "./compile-requests.ts";
import { durationOf, hoursOf } from "./hours.ts";
import { moment } from "./moment.ts";
import type { PolicySource } from "./parse.ts";
import { type Chooser, chooser } from "./selector.ts";
import { asSet } from "./set.ts";

/** Sentences that have been compiled before, with the same action groups and catalog. */
export type CompiledBefore = WeakMap<Rule, CompiledRule>;

/** What a whole policy shares while its entries are compiled. */
interface Circumstance {
  readonly before: CompiledBefore;
  readonly choose: Chooser;
  readonly actions: (list: ActionList) => readonly Action[] | null;
}

/**
 * Compiles what `parse` found sound; total and deterministic. The same content has the same revision, in whatever
 * files, spelling and order of keys it is written. Each object has its keys in one order, so that its JSON is
 * canonical. A sentence in `before` becomes the same object again, which is what makes resolving incremental.
 */
export function compile(
  source: PolicySource,
  knowledge: Knowledge,
  before: CompiledBefore = new WeakMap(),
): CompiledPolicy {
  const at: Circumstance = { before, choose: chooser(knowledge), actions: expander(source.actionGroups) };
  const lists = {
    classifications: source.classify.map((entry) => compileClassify(entry, source.levels, at)),
    licenses: [
      ...source.licenses.map((license) => compileLicense(license, "license", at)),
      ...source.grants.map((grant) => compileLicense(grant, "grant", at)),
    ],
    rules: [
      ...source.directives.map((rule) => compileRule(rule, "directive", at)),
      ...source.guardrails.map((rule) => compileRule(rule, "guardrail", at)),
      ...source.rules.map((rule) => compileRule(rule, "rule", at)),
    ],
  };
  const isAsked = [...lists.classifications, ...lists.rules].some(({ unknownToo }) => unknownToo);
  const frame = { ...frameOf(source, at), knownModels: isAsked ? at.choose.known() : null };
  const content = [frame, ...lists.classifications, ...lists.licenses, ...lists.rules];
  return { revision: source.revision ?? fingerprintOf(content), ...frame, ...lists };
}

/** Everything but the three lists. */
function frameOf(source: PolicySource, { choose }: Circumstance) {
  const tenants = source.tenants && tenantsOf(source.tenants);
  const names = Object.entries(source.names).map(([id, name]) => [choose.spell(id), name] as const);
  return {
    organization: source.organization,
    levels: source.levels,
    default: source.default,
    unidentified: source.unidentified,
    uninspectable: source.uninspectable,
    openWhileAway: source.openUpTo === null ? -1 : source.levels.indexOf(source.openUpTo),
    corporateAccounts: asSet([...source.corporateAccounts, ...tenantIds(tenants ?? {})]),
    ...(tenants && { tenants }),
    ...(source.issuers.length > 0 && {
      issuers: source.issuers.map((issuer) => issuerOf(issuer)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    }),
    ...(source.proofs.length > 0 && { proofs: CLAIMS.filter((claim) => source.proofs.includes(claim)) }),
    ...(source.signIn !== null && { signIn: signInOf(source.signIn) }),
    ...(source.reviewers && { reviewers: reviewersOf(source.reviewers) }),
    ...(source.requests && { requests: compileRequests(source.requests, source.levels, choose.spell) }),
    names: Object.fromEntries(names.toSorted(byKey)),
    stale: source.stale.map(({ after, require = [], open_up_to }) => ({
      after: durationOf(after),
      obligations: obligationsOf(require),
      openUpTo: open_up_to === undefined ? null : source.levels.indexOf(open_up_to), // `none` is no level: -1
    })),
    sets: setsOf(source, choose),
    purposes: [...source.purposes].toSorted(byKey).map(([id, name]) => ({ id, name })),
    ...(source.purposeLasts !== null && { purposeLasts: durationOf(source.purposeLasts) }),
    asking: { ...USUAL_ASKING, ...withoutNull(askingOf(source.asking)) },
    dataClasses: [...source.dataClasses].toSorted(byKey).map(([name, text]) => dataClassOf(name, text)),
  };
}

function issuerOf({ id, keys, may_say, greatest_age, type, called }: PassportIssuer): CompiledIssuer {
  const names = CLAIMS.flatMap((claim) => (called?.[claim] === undefined ? [] : [[claim, called[claim]]]));
  return {
    id,
    keys,
    maySay: CLAIMS.filter((claim) => may_say.includes(claim)),
    greatestAge: greatest_age === undefined ? null : durationOf(greatest_age),
    type: type ?? null,
    called: Object.fromEntries(names) as CompiledIssuer["called"],
  };
}

function signInOf({ issuer, person, groups, claims, assurance, greatest_age }: SignInText): CompiledSignIn {
  const names = SIGN_IN_FACTS.flatMap((fact) => (claims?.[fact] === undefined ? [] : [[fact, claims[fact]]]));
  return {
    issuer,
    person: person ?? null,
    groups: groups ?? null,
    claims: Object.fromEntries(names) as CompiledSignIn["claims"],
    assurance: assurance === undefined ? null : { acr: inOrder(assurance.acr), amr: inOrder(assurance.amr) },
    greatestAge: greatest_age === undefined ? null : durationOf(greatest_age),
  };
}

function inOrder(values: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).toSorted(byKey));
}

function reviewersOf({ needed = 1, keys }: ReviewersPart): Reviewers {
  const named = Object.entries(keys).toSorted(byKey);
  return { needed, keys: named.map(([name, { kty, crv, x, y }]) => ({ name, key: { kty, crv, x, y } })) };
}

function askingOf({ remember, reasons, free_text, hold }: AskingText) {
  return {
    remember: remember ?? null,
    reasons: reasons ?? null,
    freeText: free_text ?? null,
    hold: hold === undefined ? null : durationOf(hold),
  };
}

function withoutNull<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function dataClassOf(name: string, text: DataClassText): DataClass {
  const { words = name, built_in = [], patterns = [], replace = `[${words}]` } = text;
  const builtIn = typeof built_in === "string" ? [built_in] : built_in;
  return { name, words, builtIn: BUILT_IN.filter((one) => builtIn.includes(one)), patterns, replace };
}

/** In one order of keys and of ids and one spelling, however they were written; an `org-…` alone has capitals that count. */
function tenantsOf({ openai, anthropic, microsoft, google }: Tenants): Tenants {
  const { tenants, directory, consumers, policy } = microsoft ?? {};
  return {
    ...(openai && { openai: asSet(openai.map((id) => (id.startsWith("org-") ? id : id.toLowerCase()))) }),
    ...(anthropic && { anthropic: lower(anthropic) }),
    ...(microsoft && {
      microsoft: {
        ...(tenants && { tenants: lower(tenants) }),
        ...(directory !== undefined && { directory: directory.toLowerCase() }),
        ...(consumers !== undefined && { consumers }),
        ...(policy !== undefined && { policy: policy.toLowerCase() }),
      },
    }),
    ...(google && { google: lower(google) }),
  };
}

function lower(ids: readonly string[]): string[] {
  return asSet(ids.map((id) => id.toLowerCase()));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}

/** P7: what a string may be is the union of all that the policy says it may be. */
function setsOf({ mayBe }: PolicySource, { spell }: Chooser): CompiledPolicy["sets"] {
  const all = new Map<string, ModelSet>();
  for (const { service, host, alias, sent = host === undefined ? "" : "*", models } of mayBe) {
    const key = JSON.stringify([service, sent, host ?? null, alias ?? null]);
    const before = all.get(key)?.models ?? [];
    all.set(key, {
      service,
      sent,
      ...(host !== undefined && { host }),
      ...(alias !== undefined && { alias }),
      models: asSet([...before, ...models.map(spell)]),
    });
  }
  return Array.from([...all].toSorted(byKey), ([, set]) => set);
}

function compileClassify(entry: Classify, levels: readonly string[], { choose }: Circumstance) {
  const { models, unknownToo } = choose.restricting(entry);
  return {
    models: [...(models ?? ["*"])],
    unknownToo,
    level: levels.indexOf(entry.level),
    compartments: asSet(entry.compartments ?? []),
  };
}

function compileRule(rule: Rule, layer: CompiledRule["layer"], at: Circumstance): CompiledRule {
  const compiled = at.before.get(rule) ?? compileAnew(rule, layer, at);
  at.before.set(rule, compiled);
  return compiled;
}

function compileAnew(rule: Rule, layer: CompiledRule["layer"], at: Circumstance): CompiledRule {
  const effect = rule.permit ? "permit" : rule.forbid ? "forbid" : "oblige";
  const selected = effect === "permit" ? at.choose.granting(rule) : at.choose.restricting(rule);
  return {
    id: rule.id,
    layer,
    effect,
    monitor: rule.mode === "monitor",
    actions: at.actions(rule.permit ?? rule.forbid ?? rule.actions ?? "all"),
    models: selected.models,
    unknownToo: selected.unknownToo,
    who: rule.who === undefined ? NOBODY_IN_PARTICULAR : whoOf(rule.who),
    when: rule.when === undefined ? ALWAYS : whenOf(rule.when),
    from: rule.from === undefined ? null : moment(rule.from),
    until: rule.until === undefined ? null : moment(rule.until),
    unless: asSet(rule.unless ?? []),
    obligations: obligationsOf(rule.require ?? []),
    asking: rule.asking === undefined ? null : askingOf(rule.asking),
    because: rule.because ?? null,
    instead: rule.instead === undefined ? [] : [...new Set(rule.instead.map(at.choose.spell))],
    ...(rule.running === "cut" && { cuts: true as const }),
  };
}

function compileLicense(license: License, kind: CompiledLicense["kind"], at: Circumstance): CompiledLicense {
  const { models, unknownToo } = at.choose.granting(license);
  return {
    id: license.id,
    kind,
    authority: license.authority ?? null,
    number: license.number ?? null,
    conditions: license.conditions ?? [],
    holder: whoOf(license.holder),
    actions: at.actions(license.actions ?? "all"),
    models,
    unknownToo,
    purposes: license.purposes ? asSet(license.purposes) : null,
    regions: license.regions ? asSet(license.regions) : null,
    from: license.from === undefined ? null : moment(license.from),
    until: license.until === undefined ? null : moment(license.until),
  };
}

const NOBODY_IN_PARTICULAR: CompiledWho = {};

function whoOf(who: Who): CompiledWho {
  const { people, groups, organizations, us_person, citizenships, trusted_partner } = who;
  const { locations, assurance, device } = who;
  return {
    ...(people && { people: asSet(people) }),
    ...(groups && { groups: asSet(groups) }),
    ...(organizations && { organizations: asSet(organizations) }),
    ...(us_person && { usPerson: us_person }),
    ...(citizenships && { citizenships: asSet(citizenships) }),
    ...(trusted_partner && { trustedPartner: trusted_partner }),
    ...(locations && { locations: asSet(locations) }),
    ...(assurance !== undefined && { assurance }),
    ...(device?.managed !== undefined && { managed: device.managed }),
    ...(device?.posture && { posture: asSet(device.posture) }),
  };
}

const ALWAYS: MomentConditions = {
  account: null,
  tenants: null,
  regions: null,
  purposes: null,
  dataClasses: null,
  inspectable: null,
  hours: null,
};

function whenOf(when: NonNullable<Rule["when"]>): MomentConditions {
  return {
    account: when.account ?? null,
    tenants: when.tenants ? asSet(when.tenants) : null,
    regions: when.regions ? asSet(when.regions) : null,
    purposes: when.purposes ? asSet(when.purposes) : null,
    dataClasses: when.data ? asSet(when.data) : null,
    inspectable: when.inspectable ?? null,
    hours: when.hours ? hoursOf(when.hours) : null,
  };
}

function obligationsOf(required: readonly Obligation[]): Obligation[] {
  return required.length === 0 ? [] : OBLIGATIONS.filter((one) => required.includes(one));
}

/** Action groups written out; null where every action is meant. */
function expander(groups: PolicySource["actionGroups"]): Circumstance["actions"] {
  return (list) => {
    if (list === "all") return null;
    const named = new Set(list.flatMap((name) => groups.get(name) ?? [name]));
    return ACTIONS.filter((action) => named.has(action)).toSorted();
  };
}
