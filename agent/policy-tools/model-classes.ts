import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { fold } from "../../shared/policy/pattern.ts";
import { modelsSent } from "./models-sent.ts";
import { indexPatterns, itemsOf, type PatternIndex } from "../../shared/policy/pattern-index.ts";

/** What a call may name: a model, nothing (null), or a string that a service's calls carry instead. */
export type CallName = string | null | Sent;

/** A string that calls to a service carry, and what stands beside it. */
export interface Sent {
  readonly service: string;
  readonly sent: string;
  readonly host?: string | undefined;
  readonly alias?: string | undefined;
}

/** Names that no policy at hand tells apart; asking for one answers for all. */
export interface ModelClass {
  /** The models that such a call may be for, under a policy. */
  readonly asked: (policy: Pick<CompiledPolicy, "sets">) => readonly string[] | null;
  /** `ANY_OTHER` stands for every model that nobody lists. */
  readonly names: readonly CallName[];
}

/** Stands for a model that neither the policies nor the catalog know. */
export const ANY_OTHER = "unlisted/any-other-model";

/** A place in a policy that selects models: its index and its patterns. */
interface Selector {
  readonly at: string;
  readonly patterns: readonly string[];
}

/** Groups all models that the policies name or the catalog knows by what selects them. */
export function modelClasses(
  policies: readonly CompiledPolicy[],
  known: readonly string[],
): readonly ModelClass[] {
  const distinctions = policies.map((policy) => distinctionOf(policy));
  const ids = new Set([...policies.flatMap(named), ...known, ANY_OTHER]);
  const classes = Map.groupBy(ids, (id) => signature(id, distinctions));
  return [
    { asked: () => null, names: [null] },
    ...Array.from(classes.values(), (names) => ({ asked: () => names.slice(0, 1), names })),
    ...setsOf(policies).map((name) => ({
      asked: ({ sets }: Pick<CompiledPolicy, "sets">) =>
        modelsSent({ sets: [...sets] }, name.service, name.sent, name),
      names: [name],
    })),
  ];
}

/** P7: strings for which a policy says which models they may be. */
function setsOf(policies: readonly CompiledPolicy[]): readonly Sent[] {
  const names = policies.flatMap((policy) => policy.sets.map(({ models: _models, ...name }) => name));
  return [...new Map(names.map((name) => [JSON.stringify(name), name])).values()];
}

/** Every model that a policy names exactly. */
export function named(policy: CompiledPolicy): readonly string[] {
  const patterns = [
    ...selectorsOf(policy).flatMap((selector) => selector.patterns),
    ...policy.rules.flatMap(({ instead }) => instead),
    ...policy.sets.flatMap(({ models }) => models),
    ...Object.keys(policy.names),
  ];
  return [...new Set(patterns)].filter((pattern) => !pattern.includes("*"));
}

function selectorsOf({ classifications, licenses, rules }: CompiledPolicy): readonly Selector[] {
  return [
    ...classifications.map(({ models }, index) => ({ at: `c${index}`, patterns: models })),
    ...licenses.map(({ models }, index) => ({ at: `l${index}`, patterns: models ?? [] })),
    ...rules.map(({ models }, index) => ({ at: `r${index}`, patterns: models ?? [] })),
  ];
}

/** How one policy tells models apart. */
interface Distinction {
  readonly index: PatternIndex<Selector>;
  /** Null where no rule asks whether a model is known. */
  readonly known: ReadonlySet<string> | null;
}

function distinctionOf(policy: CompiledPolicy): Distinction {
  return {
    index: indexPatterns(selectorsOf(policy), ({ patterns }) => patterns),
    known: policy.knownModels && new Set(policy.knownModels.map((id) => fold(id))),
  };
}

function signature(id: string, distinctions: readonly Distinction[]): string {
  const folded = fold(id);
  return JSON.stringify(
    distinctions.map(({ index, known }) => [
      itemsOf(index, folded)
        .map(({ at }) => at)
        .sort(),
      known?.has(folded) ?? true,
    ]),
  );
}
