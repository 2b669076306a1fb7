import type { Clearance, ResidualRule } from "../schema/clearance.ts";
import type { CompiledPolicy } from "./compiled-policy.ts";
import { spelledName } from "./model-name.ts";
import { fold } from "./pattern.ts";
import { indexPatterns, itemsOf } from "./pattern-index.ts";

/**
 * The models that a person's rules name exactly, those classified ones that their rules speak of, and those for
 * which the policy has a name of its own; each with its name for people, sorted.
 */
export function namedModels(policy: CompiledPolicy, rules: readonly ResidualRule[]): Clearance["models"] {
  const named = new Set(Object.keys(policy.names));
  for (const { models, instead, exempt } of rules) {
    for (const model of models ?? []) named.add(model);
    for (const model of instead) named.add(model);
    for (const license of exempt) for (const model of license.models ?? []) named.add(model);
  }
  for (const model of classifiedFor(policy, rules)) named.add(model);
  return [...named]
    .filter((pattern) => !pattern.includes("*"))
    .toSorted()
    .map((id) => ({ id, name: policy.names[id] ?? spelledName(id) }));
}

function classifiedFor(policy: CompiledPolicy, rules: readonly ResidualRule[]): readonly string[] {
  const classified = new Set(policy.classifications.flatMap(({ models }) => models));
  if (classified.size === 0 || rules.some(({ models }) => models === null)) return [...classified];
  const index = indexPatterns(rules, ({ models }) => models ?? []);
  return [...classified].filter((model) => itemsOf(index, fold(model)).length > 0);
}
