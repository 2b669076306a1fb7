import type { AccessPolicy } from "../schema/access-policy.ts";
import type { CompiledPolicy, CompiledRequests } from "./compiled-policy.ts";
import { durationOf } from "./hours.ts";
import { covers, fold, matches } from "./pattern.ts";
import { asSet } from "./set.ts";

/** What may be asked for, in the spelling of recognition; models of the highest of several levels take two, unless it is said. */
export function compileRequests(
  { models, longest, approvers, two_for, named, to, grants }: AccessPolicy,
  levels: readonly string[],
  spell: (id: string) => string,
): CompiledRequests {
  const two = two_for ?? { levels: levels.length > 1 ? levels.slice(-1) : [] };
  return {
    models: asSet(models.map(spell)),
    longest: durationOf(longest),
    approvers: approvers.toSorted((a, b) => (a.person < b.person ? -1 : Number(a.person > b.person))),
    two: {
      levels: (two.levels ?? []).map((level) => levels.indexOf(level)).toSorted((a, b) => a - b),
      models: asSet((two.models ?? []).map(spell)),
    },
    named: asSet(named ?? []),
    put: withSlash(to?.put),
    webhook: to?.webhook ?? null,
    grants: withSlash(grants),
  };
}

function withSlash(url: string | undefined): string | null {
  return url === undefined ? null : url.replace(/\/?$/, "/");
}

/** Whether a model may be asked for under this policy. */
export function mayAskFor({ models }: Pick<CompiledRequests, "models">, model: string): boolean {
  return models.some((pattern) => covers(pattern, model));
}

/** How many people must approve access to a model: two for what policy says so of, by name or by the model's level (P2). */
export function approvalsFor(policy: CompiledPolicy, model: string): 1 | 2 {
  if (!policy.requests) return 2;
  const { levels, models } = policy.requests.two;
  const isNamed = models.some((pattern) => covers(pattern, model));
  return isNamed || levels.includes(levelOf(policy, model)) ? 2 : 1;
}

/** P2: entries that match are united; what nothing classifies has the lowest level. */
function levelOf({ classifications, knownModels }: CompiledPolicy, model: string): number {
  const id = fold(model);
  const isUnknown = knownModels !== null && !knownModels.some((known) => fold(known) === id);
  const met = classifications.filter(
    ({ models, unknownToo }) =>
      (unknownToo && isUnknown) || models.some((pattern) => matches(fold(pattern), id)),
  );
  return Math.max(0, ...met.map(({ level }) => level));
}
