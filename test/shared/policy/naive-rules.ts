import type {
  CompiledLicense,
  CompiledPolicy,
  CompiledRule,
} from "../../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Obligation } from "../../../shared/schema/decision.ts";
import type { LicenseUse } from "../../../shared/schema/license-use.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { glob } from "./naive-glob.ts";
import { moment, nextChange } from "./naive-moment.ts";
import { all, isAbout } from "./naive-person.ts";

/** One question: what everything here is asked. */
export interface Question {
  readonly policy: CompiledPolicy;
  readonly person: Person;
  readonly request: AccessRequest;
  /** Null where the call names none that can be decided on. */
  readonly model: string | null;
}

/** What some rules answer. */
export interface Settled {
  readonly effect: "permit" | "deny";
  readonly deciding: readonly CompiledRule[];
  readonly obligations: Obligation[];
  readonly until: number | null;
  readonly licenses: LicenseUse[];
}

/** P3: any forbid that matches denies, else any permit permits, else the default. */
export function settle(
  question: Question,
  rules: readonly CompiledRule[],
  stale: readonly Obligation[],
): Settled {
  const of = (effect: CompiledRule["effect"]) => rules.filter((rule) => rule.effect === effect);
  const forbids = of("forbid").filter((rule) => matches(question, rule));
  const permits = of("permit").filter((rule) => matches(question, rule));
  const obliges = of("oblige").filter((rule) => matches(question, rule));
  if (forbids.length > 0) {
    const until = nextEdge(question, of("forbid"));
    return { effect: "deny", deciding: forbids, obligations: inOrder(asked(forbids)), until, licenses: [] };
  }
  if (permits.length === 0 && question.policy.default === "forbid") {
    const until = nextEdge(question, [...of("forbid"), ...of("permit")]);
    return { effect: "deny", deciding: [], obligations: [], until, licenses: [] };
  }
  const matched = new Set([...permits, ...obliges]);
  const deciding = rules.filter((rule) => matched.has(rule));
  return {
    effect: "permit",
    deciding,
    obligations: inOrder([...asked(deciding), ...stale]),
    until: nextEdge(question, rules),
    licenses: used(question, rules),
  };
}

/** P6: what took rules away that would have matched without it. */
function used(question: Question, rules: readonly CompiledRule[]): LicenseUse[] {
  const { time } = question.request;
  return rules
    .filter((rule) => isOtherwiseAbout(question, rule) && inForce(rule, time))
    .filter(({ when }) => moment.isInHours(when, time))
    .flatMap((rule) => licensesFor(question, rule).filter((one) => inForce(one, time)))
    .map(({ id, number, authority, kind, holder }) => {
      const { organizations, groups, people } = holder;
      const shared = question.person.groups.toSorted().find((group) => groups?.includes(group));
      const own = organizations
        ? question.person.organization
        : groups
          ? shared
          : people && question.person.id;
      return { id, number, authority, kind, holder: own ?? null };
    });
}

function asked(rules: readonly CompiledRule[]): readonly Obligation[] {
  return rules.flatMap(({ obligations }) => obligations);
}

/** Whether a rule matches this person and call, now; `licenses` may take it away. */
export function matches(
  question: Question,
  rule: CompiledRule,
  licenses: readonly CompiledLicense[] = licensesFor(question, rule),
): boolean {
  const { time } = question.request;
  return (
    concerns(question, rule) &&
    inForce(rule, time) &&
    moment.isInHours(rule.when, time) &&
    !licenses.some((one) => inForce(one, time))
  );
}

/** P9: the next moment that was read: dates, hours of what is in force, and licenses of what applies. */
function nextEdge(question: Question, rules: readonly CompiledRule[]): number | null {
  const { time } = question.request;
  const edges = rules
    .filter((rule) => concerns(question, rule))
    .flatMap((rule) => {
      const licenses = matches(question, rule, []) ? licensesFor(question, rule) : [];
      const changes = inForce(rule, time) ? nextChange(rule.when, time) : [];
      return [edgeOf(rule, time), changes, ...licenses.map((one) => edgeOf(one, time))].flat();
    });
  return edges.length > 0 ? Math.min(...edges) : null;
}

/** Whether a rule is about this person and call, the time apart. P5: what is unknown makes only a permit not match. */
function concerns(question: Question, rule: CompiledRule): boolean {
  if (!isOtherwiseAbout(question, rule)) return false;
  // Who is exempt without end is outside the rule.
  return !licensesFor(question, rule).some((one) => one.from === null && one.until === null);
}

/** The same, whatever licenses say. */
function isOtherwiseAbout(question: Question, rule: CompiledRule): boolean {
  const { person, request } = question;
  const restricts = rule.effect !== "permit";
  if (!restricts && rule.layer !== "rule") return false; // P6
  if (!isOfCall(question, rule)) return false;
  const answer = all([isAbout(rule.who, person), moment.holds(rule.when, request)]);
  if (answer === "no" || (answer === "unknown" && !restricts)) return false;
  return !(rule.unless.includes("us-person") && person.us_person === "proven");
}

/** Whether a rule is about this action and model. */
export function isOfCall({ policy, request, model }: Question, rule: CompiledRule): boolean {
  if (rule.actions !== null && !rule.actions.includes(request.action)) return false;
  if (rule.models === null) return true;
  if (model === null) return false;
  const asUnknown = rule.unknownToo && rule.effect !== "permit" && isUnknown(policy.knownModels, model);
  return glob(rule.models, model) || asUnknown;
}

/** P6: the person's licenses and grants that this rule accepts, for this call; their dates apart. */
function licensesFor({ policy, person, request, model }: Question, rule: CompiledRule): CompiledLicense[] {
  const held = [...policy.licenses, ...ownLicenses(person, policy)];
  return held.filter(({ kind, id, holder, actions, models, purposes, regions }) => {
    const isAccepted = rule.unless.includes(kind) || rule.unless.includes(`${kind}:${id}`);
    const isHeld = isAbout(holder, person) === "yes";
    const ofAction = actions === null || actions.includes(request.action);
    const ofModel = models === null || (model !== null && glob(models, model));
    const ofPurpose = purposes === null || (request.purpose !== null && purposes.includes(request.purpose));
    const ofRegion = regions === null || (request.region !== null && glob(regions, request.region));
    return isAccepted && isHeld && ofAction && ofModel && ofPurpose && ofRegion;
  });
}

/** The licenses that the person brings along; one that the policy has itself is the policy's. */
function ownLicenses(
  { id, licenses = [] }: Question["person"],
  policy: Question["policy"],
): CompiledLicense[] {
  const own = licenses.filter((license) => !policy.licenses.some((other) => other.id === license.id));
  return own.map((license) => ({
    id: license.id,
    kind: "license",
    authority: license.authority ?? null,
    number: license.number ?? null,
    conditions: [],
    holder: { people: [id] },
    models: license.models,
    unknownToo: false,
    actions: license.actions ?? null,
    purposes: license.purposes ?? null,
    regions: license.regions ?? null,
    from: license.from === undefined ? null : Date.parse(license.from),
    until: license.until === undefined ? null : Date.parse(license.until),
  }));
}

type Dated = { readonly from: number | null; readonly until: number | null };

function inForce({ from, until }: Dated, time: number): boolean {
  return (from === null || time >= from) && (until === null || time < until);
}

function edgeOf({ from, until }: Dated, time: number): readonly number[] {
  if (from !== null && time < from) return [from];
  return until !== null && time < until ? [until] : [];
}

export function inOrder(obligations: readonly Obligation[]): Obligation[] {
  return (["warn", "justify", "redact", "seal", "notify"] as const).filter((one) =>
    obligations.includes(one),
  );
}

/** Whether nobody knew a model when the policy was compiled. */
export function isUnknown(known: readonly string[] | null, model: string): boolean {
  return known !== null && !known.some((one) => one.toLowerCase() === model.toLowerCase());
}
