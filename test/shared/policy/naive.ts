import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Ground, Missing, Obligation } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import type { License, Rule, Who } from "../../../shared/schema/policy.ts";
import type { PolicySource } from "../../../shared/policy/parse.ts";

/**
 * The semantics once more, over the whole policy and for one person, written to be read beside the clauses:
 * no index, no compiling, no resolving, no memory. The fast engine must agree with it (P10).
 */
export interface NaiveAnswer {
  readonly effect: "permit" | "deny";
  readonly ground: Ground;
  readonly rules: readonly string[];
  readonly obligations: readonly Obligation[];
  readonly missing: readonly Missing[];
  readonly model: string | null;
  readonly until: number | null;
}

export function naive(policy: PolicySource, person: Person, request: AccessRequest): NaiveAnswer {
  const models = [...new Set(request.models ?? [])];
  if (models.length === 0) return naiveOfOne(policy, person, request, null);
  const answers = models.map((model) => naiveOfOne(policy, person, request, model));
  return answers.length === 1 && answers[0] ? answers[0] : strictest(policy, answers);
}

/** P7: any denial of a set denies; naming a model is what opens it. */
function strictest(policy: PolicySource, answers: readonly NaiveAnswer[]): NaiveAnswer {
  const order: readonly Ground[] = [
    "agent_away",
    "uninspectable",
    "unidentified",
    "classification",
    "rule",
    "default",
  ];
  const denials = answers.filter(({ effect }) => effect === "deny");
  const deciding = denials.length > 0 ? denials : answers;
  const ground = order.find((one) => deciding.some((answer) => answer.ground === one)) ?? "default";
  const ofGround = deciding.filter((answer) => answer.ground === ground);
  const model = ofGround.map((answer) => answer.model ?? "").toSorted()[0] ?? "";
  const ends = answers.flatMap(({ until }) => until ?? []);
  const named: Missing = { kind: "model_name", value: null };
  const [only] = denials;
  const isEarly = ground === "agent_away" || ground === "uninspectable";
  const lacked = denials.length === 1 && only ? only.missing.filter(({ kind }) => kind !== "model_name") : [];
  return {
    effect: denials.length > 0 ? "deny" : "permit",
    ground,
    rules: inPolicyOrder(
      policy,
      deciding.flatMap(({ rules }) => rules),
    ),
    obligations: inOrder(deciding.flatMap(({ obligations }) => obligations)),
    missing: denials.length === 0 ? [] : isEarly ? (ofGround[0]?.missing ?? []) : [named, ...lacked],
    model: model === "" ? null : model,
    until: ends.length > 0 ? Math.min(...ends) : null,
  };
}

function naiveOfOne(
  policy: PolicySource,
  person: Person,
  request: AccessRequest,
  asked: string | null,
): NaiveAnswer {
  const model = asked !== null && asked.length > 0 && asked.length <= 512 ? asked : null;
  const deny = (ground: Ground, missing: readonly Missing[]): NaiveAnswer => {
    return { effect: "deny", ground, rules: [], obligations: [], missing, model, until: null };
  };
  const { level, compartments } = classification(policy, model);

  // While the agent is away only what the policy names stays open; what has no name has no level.
  const openUpTo = policy.openUpTo === null ? -1 : policy.levels.indexOf(policy.openUpTo);
  if (request.agentAway && (model === null || level > openUpTo))
    return deny("agent_away", [{ kind: "agent", value: null }]);
  if (!request.inspectable && policy.uninspectable === "forbid") {
    return deny("uninspectable", [{ kind: "readable_body", value: null }]);
  }
  if (model === null && policy.unidentified === "forbid")
    return deny("unidentified", [{ kind: "model_name", value: null }]);

  // P2
  const own = Math.max(0, policy.levels.indexOf(person.level ?? ""));
  const lacking = compartments.filter((one) => !person.compartments.includes(one));
  if (model !== null && (level > own || lacking.length > 0)) {
    const higher: Missing[] = level > own ? [{ kind: "level", value: policy.levels[level] ?? null }] : [];
    return deny("classification", [
      ...higher,
      ...lacking.map((value): Missing => ({ kind: "compartment", value })),
    ]);
  }
  return byRules(policy, person, request, model);
}

/** P2: entries that match are united, and the highest level stands. */
function classification(policy: PolicySource, model: string | null) {
  const entries = policy.classify.filter(({ models }) => model !== null && names(models, model));
  return {
    level: Math.max(0, ...entries.map(({ level }) => policy.levels.indexOf(level))),
    compartments: [...new Set(entries.flatMap((entry) => entry.compartments ?? []))].toSorted(),
  };
}

/** P3, and what would give access where it denies. */
function byRules(
  policy: PolicySource,
  person: Person,
  request: AccessRequest,
  model: string | null,
): NaiveAnswer {
  const { closing, ...answer } = settle(policy, person, request, model);
  if (answer.effect === "permit") return { ...answer, missing: [] };
  if (closing.length > 0) return { ...answer, missing: acceptedByAll(closing) };
  return { ...answer, missing: wouldOpen(policy, person, request, model, answer.until) };
}

/** P3: any forbid that matches denies, else any permit permits, else the default. */
function settle(policy: PolicySource, person: Person, request: AccessRequest, model: string | null) {
  const about = policy.rules.filter((rule) => concerns(policy, rule, person, request, model));
  const forbids = about.filter(({ forbid }) => forbid !== undefined);
  const permits = about.filter(({ permit }) => permit !== undefined);
  const licenses = (rule: Rule): readonly License[] => licensesFor(policy, rule, person, request, model);
  const matches = (rule: Rule): boolean =>
    inForce(rule, request.time) && !licenses(rule).some((one) => inForce(one, request.time));

  /** P9: the next edge of the rules, and of the licenses of those in force, that were read. */
  const read = (rules: readonly Rule[]): number | null => {
    const dated = rules.flatMap((rule) => [rule, ...(inForce(rule, request.time) ? licenses(rule) : [])]);
    const edges = dated.flatMap((one) => nextEdge(one, request.time));
    return edges.length > 0 ? Math.min(...edges) : null;
  };
  const closing = forbids.filter(matches);
  const opening = closing.length > 0 ? [] : permits.filter(matches);
  const deciding = [...closing, ...opening];
  const isOpen = closing.length === 0 && (opening.length > 0 || policy.default === "permit");
  return {
    effect: isOpen ? ("permit" as const) : ("deny" as const),
    ground: deciding.length > 0 ? ("rule" as const) : ("default" as const),
    rules: deciding.map(({ id }) => id),
    obligations: inOrder(deciding.flatMap((rule) => rule.require ?? [])),
    model,
    until: read(closing.length > 0 ? forbids : about),
    closing,
  };
}

/** Whether a rule is about this person and call, its dates apart. P5: unknown makes a forbid match, a permit not. */
function concerns(
  policy: PolicySource,
  rule: Rule,
  person: Person,
  request: AccessRequest,
  model: string | null,
): boolean {
  const isForbid = rule.forbid !== undefined;
  const actions = rule.permit ?? rule.forbid ?? [];
  if (actions !== "all" && !actions.includes(request.action)) return false;
  if (rule.models && !rule.models.includes("*") && (model === null || !names(rule.models, model)))
    return false;
  const account = rule.when?.account;
  if (account && account !== request.account && !(isForbid && request.account === "unknown")) return false;
  const about = isAbout(rule.who ?? {}, person);
  if (about === false || (about === null && !isForbid)) return false;
  if (rule.unless?.includes("us-person") && person.us_person === "proven") return false;
  // Who is exempt without end is outside the rule.
  return !licensesFor(policy, rule, person, request, model).some(
    ({ from, until }) => from === undefined && until === undefined,
  );
}

/** Three-valued: null is unknown. */
function isAbout(who: Who, person: Person): boolean | null {
  const parts: (boolean | null)[] = [];
  if (who.people) parts.push(who.people.includes(person.id));
  if (who.groups) parts.push(who.groups.some((group) => person.groups.includes(group)));
  if (who.organizations?.length === 0) parts.push(false);
  else if (who.organizations)
    parts.push(person.organization === undefined ? null : who.organizations.includes(person.organization));
  if (who.us_person) parts.push(person.us_person === "proven" ? true : null);
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

/** P6: the person's licenses that this rule accepts, for this model and action; their dates apart. */
function licensesFor(
  policy: PolicySource,
  rule: Rule,
  person: Person,
  request: AccessRequest,
  model: string | null,
): readonly License[] {
  return policy.licenses.filter((license) => {
    const isAccepted = rule.unless?.includes("license") || rule.unless?.includes(`license:${license.id}`);
    const isHeld = isAbout(license.holder, person) === true;
    const ofAction =
      license.actions === undefined || license.actions === "all" || license.actions.includes(request.action);
    const ofAll = license.models === undefined || license.models.includes("*");
    return (
      isAccepted === true &&
      isHeld &&
      ofAction &&
      (ofAll || (model !== null && names(license.models ?? [], model)))
    );
  });
}

function names(patterns: readonly string[], model: string): boolean {
  return patterns.some((pattern) => {
    const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^]*");
    return new RegExp(`^${escaped}$`, "i").test(model);
  });
}

type Dated = { readonly from?: string | undefined; readonly until?: string | undefined };

function inForce({ from, until }: Dated, time: number): boolean {
  return (
    (from === undefined || time >= Date.parse(from)) && (until === undefined || time < Date.parse(until))
  );
}

function nextEdge({ from, until }: Dated, time: number): readonly number[] {
  if (from !== undefined && time < Date.parse(from)) return [Date.parse(from)];
  return until !== undefined && time < Date.parse(until) ? [Date.parse(until)] : [];
}

/** What each of these forbids accepts. */
function acceptedByAll(forbids: readonly Rule[]): readonly Missing[] {
  const everything = uniqueMissing(forbids.flatMap((rule) => accepts(rule)));
  return everything.filter((one) => forbids.every((rule) => isAcceptedBy(rule, one)));
}

/** One license by its id is also any license. */
function isAcceptedBy(rule: Rule, { kind, value }: Missing): boolean {
  return accepts(rule).some(
    (one) => one.kind === kind && (one.value === value || (kind === "license" && one.value === null)),
  );
}

function accepts(rule: Rule): readonly Missing[] {
  const unless = rule.unless ?? [];
  const licenses = [...new Set(unless)].filter((one) => one.startsWith("license")).toSorted();
  const account = rule.when?.account;
  return [
    ...(unless.includes("us-person") ? [{ kind: "us_person", value: null } as const] : []),
    ...licenses.map((one): Missing => ({
      kind: "license",
      value: one === "license" ? null : one.slice("license:".length),
    })),
    ...(account
      ? [{ kind: "account", value: account === "corporate" ? "personal" : "corporate" } as const]
      : []),
  ];
}

/** No rule matches: another account or a later time may open it, and a new rule always does. */
function wouldOpen(
  policy: PolicySource,
  person: Person,
  request: AccessRequest,
  model: string | null,
  until: number | null,
): readonly Missing[] {
  const opens = (change: Partial<AccessRequest>): boolean =>
    settle(policy, person, { ...request, ...change }, model).effect === "permit";
  return [
    ...(["corporate", "personal"] as const)
      .filter((account) => opens({ account }))
      .map((value): Missing => ({ kind: "account", value })),
    ...(until !== null && opens({ time: until }) ? [{ kind: "time", value: null } as const] : []),
    { kind: "rule", value: null },
  ];
}

function uniqueMissing(missing: readonly Missing[]): readonly Missing[] {
  return [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()];
}

function inOrder(obligations: readonly Obligation[]): readonly Obligation[] {
  return (["warn", "justify", "redact", "seal", "notify"] as const).filter((one) =>
    obligations.includes(one),
  );
}

function inPolicyOrder(policy: PolicySource, ids: readonly string[]): readonly string[] {
  return policy.rules.map(({ id }) => id).filter((id) => ids.includes(id));
}
