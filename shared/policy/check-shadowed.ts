import type { MomentConditions } from "../schema/clearance.ts";
import type { CompiledPolicy, CompiledRule, CompiledWho } from "./compiled-policy.ts";
import type { PolicyList, PolicySource } from "./parse.ts";
import { covers, fold } from "./pattern.ts";
import { indexPatterns, itemsOf } from "./pattern-index.ts";
import { type Problem, PROBLEM_LIMIT, problemAt, warningAt } from "./problem.ts";
import { shown } from "./wrong.ts";

/** Pairs that are compared at most: what is not proven by then is not told. */
const COMPARED = 4_000_000;

/**
 * Permits and bare requirements that one forbid takes away whole: its actions, models, people, calls and dates
 * are the same or wider, and nothing takes it away. They say what will never be so. Under a directive that is
 * only a warning: an order for the day must not be refused for the rules that it overrides.
 */
export function shadowedRules(policy: CompiledPolicy, source: PolicySource): Problem[] {
  const forbids = policy.rules.filter(
    ({ effect, monitor, unless }) => effect === "forbid" && !monitor && unless.length === 0,
  );
  if (forbids.length === 0) return [];
  const index = indexPatterns(forbids, ({ models }) => models ?? []);
  const onAll = forbids.filter(({ models }) => models === null);
  const problems: Problem[] = [];
  let left = COMPARED;
  for (const [at, rule] of policy.rules.entries()) {
    if (rule.effect === "forbid" || rule.monitor) continue;
    const [first] = rule.models ?? [];
    const candidates = first === undefined ? onAll : [...itemsOf(index, fold(first)), ...onAll];
    left -= candidates.length;
    if (left < 0 || problems.length >= PROBLEM_LIMIT) break;
    const forbid = candidates.find((one) => isWithin(rule, one));
    if (forbid) problems.push(shadowed(rule, forbid, at, source));
  }
  return problems;
}

function shadowed(rule: CompiledRule, forbid: CompiledRule, at: number, source: PolicySource): Problem {
  const [list, index] = listAndIndex(rule, at, source);
  const verb = rule.effect === "permit" ? "permits" : "requires";
  const what = `${NOUNS[rule.layer]} ${shown(rule.id)}: all that it ${verb}, ${forbid.layer} ${shown(forbid.id)} forbids.`;
  const mend = `Remove it, or narrow ${shown(forbid.id)} by \`who\`, \`when\`, \`models\`, dates or an \`unless\`.`;
  const position = source.place(list, index);
  return forbid.layer === "directive" && rule.layer !== "directive"
    ? warningAt(position, "shadowed", what, "Nothing, while the directive holds.")
    : problemAt(position, "shadowed", what, mend);
}

const NOUNS = { directive: "Directive", guardrail: "Guardrail", rule: "Rule" } as const;

/** Compiled rules stand layer by layer. */
function listAndIndex(
  { layer }: CompiledRule,
  at: number,
  source: PolicySource,
): readonly [PolicyList, number] {
  const { directives, guardrails } = source;
  if (layer === "directive") return ["directives", at];
  if (layer === "guardrail") return ["guardrails", at - directives.length];
  return ["rules", at - directives.length - guardrails.length];
}

/** Whether every call that the one matches is matched by the other, whoever makes it and whenever. */
function isWithin(rule: CompiledRule, forbid: CompiledRule): boolean {
  return (
    isAmong(rule.actions, forbid.actions) &&
    areModelsAmong(rule, forbid) &&
    isWhoWithin(rule.who, forbid.who) &&
    isWhenWithin(rule.when, forbid.when) &&
    (forbid.from ?? -Infinity) <= (rule.from ?? -Infinity) &&
    (forbid.until ?? Infinity) >= (rule.until ?? Infinity)
  );
}

/** Null and undefined are no condition, which only no condition is as wide as. */
function isAmong(
  narrow: readonly string[] | null | undefined,
  wide: readonly string[] | null | undefined,
): boolean {
  if (!wide) return true;
  return narrow ? narrow.every((one) => wide.includes(one)) : false;
}

function areModelsAmong(rule: CompiledRule, forbid: CompiledRule): boolean {
  if (forbid.models === null) return true;
  if (rule.models === null || (rule.unknownToo && !forbid.unknownToo)) return false;
  return areCovered(rule.models, forbid.models);
}

function areCovered(narrow: readonly string[], wide: readonly string[]): boolean {
  return narrow.every((one) => wide.some((other) => covers(other, one)));
}

function isWhoWithin(who: CompiledWho, wide: CompiledWho): boolean {
  return (
    isAmong(who.people, wide.people) &&
    isAmong(who.groups, wide.groups) &&
    isAmong(who.organizations, wide.organizations) &&
    isAmong(who.citizenships, wide.citizenships) &&
    (wide.trustedPartner === undefined || who.trustedPartner === wide.trustedPartner) &&
    isAmong(who.locations, wide.locations) &&
    (wide.usPerson === undefined || who.usPerson === wide.usPerson) &&
    (wide.assurance === undefined || (who.assurance ?? 0) >= wide.assurance) &&
    (wide.managed === undefined || who.managed === wide.managed) &&
    (wide.posture ?? []).every((one) => who.posture?.includes(one) ?? false)
  );
}

function isWhenWithin(when: MomentConditions, wide: MomentConditions): boolean {
  return (
    (wide.account === null || when.account === wide.account) &&
    (wide.inspectable === null || when.inspectable === wide.inspectable) &&
    (wide.hours === null || JSON.stringify(when.hours) === JSON.stringify(wide.hours)) &&
    isAmong(when.tenants, wide.tenants) &&
    isAmong(when.purposes, wide.purposes) &&
    isAmong(when.dataClasses, wide.dataClasses) &&
    (wide.regions === null || (when.regions !== null && areCovered(when.regions, wide.regions)))
  );
}
