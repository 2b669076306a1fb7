import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PolicySource } from "../../../shared/policy/parse.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Person } from "../../../shared/schema/person.ts";
import type { License, Rule, Who } from "../../../shared/schema/policy.ts";
import { CASES, person, policySource, request } from "./arbitrary.ts";
import { naive } from "./naive.ts";

/**
 * The naive evaluator against an engine of other people: P3, P5 and P6 written in Cedar, where facts that may be
 * unknown are attributes of the context that may be absent. Classification, sets and failing parts come before rules
 * and are not Cedar's business, so the requests here name one model and no policy classifies.
 */
test("one model's effect and rules are those of the same rules in Cedar", () => {
  fc.assert(
    fc.property(policySource, person, request, (policy, whom, any) => {
      const asked = { ...any, models: ["lab/two-mini"], inspectable: true, agentAway: false };
      const answer = naive({ ...policy, classify: [] }, whom, asked);
      const { decision, rules } = inCedar(policy, whom, asked);
      expect(answer.effect).toBe(decision);
      expect(answer.rules.toSorted()).toEqual(rules);
    }),
    { numRuns: CASES / 4 },
  );
});

function inCedar(policy: PolicySource, whom: Person, asked: AccessRequest) {
  const written = policy.rules.map((rule) => [rule.id, cedarRule(policy, rule)] as const);
  const defaults = policy.default === "permit" ? { default: "permit(principal, action, resource);" } : {};
  const answer = cedar.isAuthorized({
    principal: { type: "Person", id: whom.id },
    action: { type: "Action", id: asked.action },
    resource: { type: "Model", id: asked.models?.[0] ?? "" },
    context: contextOf(whom, asked),
    policies: { staticPolicies: { ...Object.fromEntries(written), ...defaults } },
    entities: [],
  });
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
  const rules = diagnostics.reason.filter((id) => id !== "default").toSorted();
  return { decision: decision === "allow" ? "permit" : "deny", rules };
}

/** Facts that are unknown are absent. */
function contextOf(whom: Person, asked: AccessRequest): cedar.Context {
  return {
    id: whom.id,
    model: (asked.models?.[0] ?? "").toLowerCase(),
    groups: whom.groups,
    time: asked.time,
    ...(asked.account !== "unknown" && { account: asked.account }),
    ...(whom.organization !== undefined && { organization: whom.organization }),
    ...(whom.us_person === "proven" && { us_person: true }),
  };
}

function cedarRule(policy: PolicySource, rule: Rule): string {
  const effect = rule.forbid === undefined ? "permit" : "forbid";
  const unknown = effect === "forbid";
  const account = rule.when ? [known("account", `context.account == "${rule.when.account}"`, unknown)] : [];
  const conditions = [
    ...scope(rule.permit ?? rule.forbid ?? [], rule),
    ...about(rule.who ?? {}, unknown),
    ...account,
  ];
  const unless = (rule.unless ?? []).flatMap((one) => exceptions(policy, one));
  const exempt = unless.length > 0 ? ` unless { ${unless.join(" || ")} }` : "";
  return `${effect}(principal, action, resource) when { ${["true", ...conditions].join(" && ")} }${exempt};`;
}

/** A condition on a fact that may be absent, and what it is then: true in a forbid, false in a permit (P5). */
function known(fact: string, condition: string, unknown: boolean): string {
  return unknown ? `(!(context has ${fact}) || ${condition})` : `(context has ${fact} && ${condition})`;
}

function scope(
  actions: "all" | readonly string[],
  { models, from, until }: Rule | License,
): readonly string[] {
  const listed =
    actions === "all"
      ? []
      : [`[${actions.map((action) => `Action::"${action}"`).join(", ")}].contains(action)`];
  const named = models
    ? [`(${models.map((glob) => `context.model like "${glob.toLowerCase()}"`).join(" || ")})`]
    : [];
  return [
    ...listed,
    ...named,
    ...(from === undefined ? [] : [`context.time >= ${Date.parse(from)}`]),
    ...(until === undefined ? [] : [`context.time < ${Date.parse(until)}`]),
  ];
}

function about({ people, groups, organizations, us_person }: Who, unknown: boolean): readonly string[] {
  return [
    ...(people ? [`${JSON.stringify(people)}.contains(context.id)`] : []),
    ...(groups ? [`context.groups.containsAny(${JSON.stringify(groups)})`] : []),
    ...(organizations
      ? [known("organization", `${JSON.stringify(organizations)}.contains(context.organization)`, unknown)]
      : []),
    ...(us_person ? [known("us_person", "context.us_person", unknown)] : []),
  ];
}

function exceptions(policy: PolicySource, unless: string): readonly string[] {
  if (unless === "us-person") return ["context has us_person"];
  return policy.licenses
    .filter(({ id }) => unless === "license" || unless === `license:${id}`)
    .map(
      (license) =>
        `(${["true", ...about(license.holder, false), ...scope(license.actions ?? "all", license)].join(" && ")})`,
    );
}
