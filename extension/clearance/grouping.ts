import { matching, type NamedModel } from "../popup/find.ts";
import type { ModelRowProps } from "../popup/model-row.tsx";
import { providerOf } from "../../shared/policy/authority.ts";

/** Which models are shown, by how they stand. */
export const CHOICES = ["all", "may", "obtainable", "not"] as const;
export type Choice = (typeof CHOICES)[number];

/** The models of one provider, in the order of the policy. */
export interface ProviderGroup {
  readonly provider: string;
  readonly rows: readonly ModelRowProps[];
  /** How many of all of its models are open, whatever is shown of them. */
  readonly open: number;
  readonly all: number;
}

/** Most models that are shown at once: what is beyond is found by its name. */
export const MOST_SHOWN = 1_000;

/** May it be used, with or without conditions? */
export function isOpen({ answer }: ModelRowProps): boolean {
  return answer.state === "may" || answer.state === "conditions";
}

/** Whether a model belongs to a choice. */
export function isOf(choice: Choice, row: ModelRowProps): boolean {
  if (choice === "all") return true;
  return choice === "may" ? isOpen(row) : row.answer.state === choice;
}

/** The models that a query finds. Each of `rows` is one of `models`. */
export function found(
  rows: readonly ModelRowProps[],
  models: readonly NamedModel[],
  query: string,
): readonly ModelRowProps[] {
  if (query === "") return rows;
  const ids = new Set(matching(models, query).map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id));
}

/**
 * The models that are shown, by provider: the provider with the most open ones first, then in the order of the policy.
 * `rest` is how many are too many.
 */
export function grouped(
  rows: readonly ModelRowProps[],
  shown: readonly ModelRowProps[],
): { readonly groups: readonly ProviderGroup[]; readonly rest: number } {
  const all = Map.groupBy(rows, ({ id }) => providerOf(id));
  const byProvider = Map.groupBy(shown.slice(0, MOST_SHOWN), ({ id }) => providerOf(id));
  const groups = [...byProvider].map(([provider, own]): ProviderGroup => {
    const every = all.get(provider) ?? own;
    return { provider, rows: own, open: every.filter(isOpen).length, all: every.length };
  });
  return {
    groups: groups.toSorted((a, b) => b.open - a.open),
    rest: Math.max(0, shown.length - MOST_SHOWN),
  };
}
