import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { Ask } from "./contestants.ts";
import { type BenchRule, PERSON, type Question } from "./rules.ts";

/** Cedar with all its policies parsed beforehand. */
export function cedarWhole(rules: readonly BenchRule[]): Ask {
  const id = `bench-${rules.length}`;
  parse(id, rules);
  return (question) => isAllowed(id, question);
}

/** Cedar with one parsed policy set for each model: what somebody does who knows that it looks at every policy. */
export function cedarSliced(rules: readonly BenchRule[]): Ask {
  const every = rules.filter(({ model }) => model === null);
  const rest = `bench-${rules.length}-rest`;
  parse(rest, every);
  const sets = new Map<string, string>();
  for (const [model, own] of Map.groupBy(rules, (rule) => rule.model)) {
    if (model === null) continue;
    const id = `bench-${rules.length}-${model}`;
    parse(id, [...own, ...every]);
    sets.set(model, id);
  }
  return (question) => isAllowed(sets.get(question.model) ?? rest, question);
}

function parse(id: string, rules: readonly BenchRule[]): void {
  const parsed = cedar.preparsePolicySet(id, {
    staticPolicies: rules.map((rule) => inCedar(rule)).join("\n"),
  });
  if (parsed.type === "failure") throw new Error(parsed.errors.map(({ message }) => message).join("\n"));
}

function isAllowed(preparsedPolicySetId: string, { action, model, account }: Question): boolean {
  const answer = cedar.statefulIsAuthorized({
    principal: { type: "Person", id: PERSON.id },
    action: { type: "Action", id: action },
    resource: { type: "Model", id: model },
    context: { account },
    preparsedPolicySetId,
    entities: [],
  });
  return answer.type === "success" && answer.response.decision === "allow";
}

function inCedar({ effect, actions, model, account }: BenchRule): string {
  const listed = actions.map((action) => `Action::"${action}"`).join(", ");
  const resource = model === null ? "resource" : `resource == Model::"${model}"`;
  const when = account === null ? "" : ` when { context.account == "${account}" }`;
  return `${effect}(principal, action in [${listed}], ${resource})${when};`;
}
