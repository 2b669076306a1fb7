import type { Action } from "../schema/action.ts";
import { dutyOf, ofDates, ofLicense, ofModels, ofMoment, ofWho } from "./cedar-conditions.ts";
import { cedarSchema } from "./cedar-schema.ts";
import { any, type CedarPolicy, comment, entity, list, quoted, written } from "./cedar-text.ts";
import type { CompiledPolicy, CompiledRule } from "./compiled-policy.ts";

/**
 * The same policy in Cedar's words, for auditors and for analysis; nothing here decides a call. Decision and
 * determining policies are those of `judge`, one model at a time; `test/shared/policy/cedar.test.ts` holds them to it.
 *
 * What Cedar has no word for is told by the caller or kept as an annotation:
 * - P1 obligations: `@require`. Of a denial, those of its forbids. Of a permit, those of its permits and of the
 *   determining policies of a second question, the action "duties of chat".
 * - P2 classification: a forbid for each entry; levels are their rank.
 * - P5 three values: an unknown fact is an attribute that is absent, asked for with `has`.
 * - P7 sets: one question for each member, and any denial denies. A call that names no model is an `Unidentified`.
 * - P8 monitor: counts only where `context.shadow` is true.
 * - P9 `until`, what is missing: not said.
 * - Hours: day and minute in `context.clock`, for each zone. Away, stale: `context.agentAway`, `context.policyAge`.
 * - Grounds: of the determining policies, the first of `@ground` in the order of the README; else it is the rules.
 */
export function cedarOf(policy: CompiledPolicy): { readonly policies: string; readonly schema: string } {
  const rules = policy.rules.filter((rule) => !grantsAgainstLayer(rule));
  const parts = [...clausesOf(policy), ...rules.map((rule) => ofRule(policy, rule))];
  const policies = [headOf(policy), ...parts.map((part) => written(part))].join("\n");
  return { policies, schema: cedarSchema(policy) };
}

/** P6: the compiler refuses these, and whatever came by another way grants nothing. */
function grantsAgainstLayer({ effect, layer }: CompiledRule): boolean {
  return effect === "permit" && layer !== "rule";
}

const CALL = `action in ${entity("Action", "call")}`;
const DUTIES = `action in ${entity("Action", "duties")}`;
const ANYTHING = { resource: "resource", unless: [] } as const;

/** What no single policy can say. */
function headOf({ organization, revision, levels, sets }: CompiledPolicy): string {
  const lines = [
    `${organization}, policy ${revision}`,
    `Levels: ${levels.map((level, rank) => `${rank} ${level}`).join(", ")}`,
    ...sets.map(
      ({ service, sent, host, alias, models }) =>
        `${service}: ${JSON.stringify(sent)}${host === undefined ? "" : ` on ${host}`}${alias === undefined ? "" : ` beside ${JSON.stringify(alias)}`} may be any of ${models.join(", ")}; ask for each, the strictest stands`,
    ),
  ];
  return `${lines.map((line) => comment(line)).join("\n")}\n`;
}

/** All that is said apart from rules: the default, and the grounds that deny before any rule is asked. */
function clausesOf(policy: CompiledPolicy): readonly CedarPolicy[] {
  return [
    ...staleClauses(policy),
    awayClause(policy),
    ...(policy.uninspectable === "forbid" ? [clause("uninspectable", ["!context.inspectable"])] : []),
    ...(policy.unidentified === "forbid" ? [clause("unidentified", ["resource is Unidentified"])] : []),
    ...classificationClauses(policy),
    ...(policy.default === "permit" ? [{ ...clause("default", []), effect: "permit" as const }] : []),
  ];
}

function clause(ground: string, when: readonly string[], id = ground): CedarPolicy {
  return { annotations: { id, ground }, effect: "forbid", action: CALL, when, ...ANYTHING };
}

function staleClauses(policy: CompiledPolicy): readonly CedarPolicy[] {
  return policy.stale.flatMap(({ after, obligations, openUpTo }, index) => {
    const isReached = `context.policyAge >= ${span(after)}`;
    const id = `stale ${index + 1}`;
    const closes = openUpTo === null ? [] : [clause("stale", [isReached, ...above(policy, openUpTo)], id)];
    if (obligations.length === 0) return closes;
    const annotations = { id: `${id} duties`, ground: "stale", require: obligations.join(", ") };
    const duties = { annotations, effect: "permit", action: DUTIES, when: [isReached], ...ANYTHING } as const;
    return [...closes, duties];
  });
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** The duration in its largest whole unit. */
function span(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, one]) => milliseconds % one === 0) ?? ["ms", 1];
  return `duration("${milliseconds / size}${unit}")`;
}

function awayClause(policy: CompiledPolicy): CedarPolicy {
  return clause("agent_away", ["context.agentAway", ...above(policy, policy.openWhileAway)]);
}

/** Whether the model is above a level; -1 is below all. What has no name is above all of them. */
function above({ classifications }: CompiledPolicy, level: number): readonly string[] {
  if (level < 0) return [];
  const higher = classifications.filter((entry) => entry.level > level);
  return [any(["resource is Unidentified", ...higher.flatMap((entry) => ofModels(entry) ?? [])])];
}

/** P2: each entry that matches must be dominated, which is the same as dominating their union. */
function classificationClauses({ classifications }: CompiledPolicy): readonly CedarPolicy[] {
  return classifications.flatMap((entry, index) => {
    const { level, compartments } = entry;
    const models = ofModels(entry);
    const asks = [
      ...(level > 0 ? [`principal.level >= ${level}`] : []),
      ...(compartments.length > 0
        ? [`principal.compartments.containsAll(${list(compartments.map((one) => quoted(one)))})`]
        : []),
    ];
    if (asks.length === 0 || models === null) return [];
    const unless = [{ what: "who is cleared", conditions: asks }];
    return [{ ...clause("classification", [models], `classification ${index + 1}`), unless }];
  });
}

function ofRule(policy: CompiledPolicy, rule: CompiledRule): CedarPolicy {
  const { id, layer, effect, monitor, obligations, because, instead } = rule;
  const unknown = effect !== "permit";
  const models = ofModels(effect === "permit" ? { models: rule.models, unknownToo: false } : rule);
  return {
    annotations: {
      id,
      layer,
      ...(monitor && { mode: "monitor" }),
      ...(obligations.length > 0 && { require: obligations.join(", ") }),
      ...(because !== null && { because }),
      ...(instead.length > 0 && { instead: instead.join(", ") }),
    },
    effect: effect === "forbid" ? "forbid" : "permit",
    action: actionScope(rule),
    resource: "resource",
    when: [
      ...(models === null ? [] : [models]),
      ...ofWho(rule.who, unknown),
      ...ofMoment(rule.when, unknown),
      ...ofDates(rule),
      ...(monitor ? ["context.shadow"] : []),
      ...(rule.actions?.length === 0 ? ["false"] : []),
    ],
    unless: rule.unless.flatMap((one) => exceptions(policy, one)),
  };
}

function actionScope({ actions, effect }: CompiledRule): string {
  const isDuty = effect === "oblige";
  if (actions === null || actions.length === 0) return isDuty ? DUTIES : CALL;
  const id = (action: Action): string => entity("Action", isDuty ? dutyOf(action) : action);
  const [only] = actions;
  return actions.length === 1 && only !== undefined
    ? `action == ${id(only)}`
    : `action in ${list(actions.map((action) => id(action)))}`;
}

/** P6: what one word of `unless` accepts: US-person status, any license or grant, or one of them by its id. */
function exceptions({ licenses }: CompiledPolicy, unless: string): CedarPolicy["unless"] {
  if (unless === "us-person") {
    return [{ what: "proven US persons", conditions: ["principal has usPerson", "principal.usPerson"] }];
  }
  return licenses
    .filter(({ kind, id }) => unless === kind || unless === `${kind}:${id}`)
    .map((license) => ({
      what: `${license.kind} ${license.id}${license.authority === null ? "" : `, ${license.authority}`}`,
      conditions: ofLicense(license),
    }));
}
