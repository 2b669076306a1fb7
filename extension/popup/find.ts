import type { Clearance } from "../../shared/schema/clearance.ts";

/** One model that the policy names. */
export type NamedModel = Clearance["models"][number];

/** The models whose name or id has every word of the query; spaces, dots and dashes make no difference. */
export function matching(models: readonly NamedModel[], query: string): readonly NamedModel[] {
  const wanted = query.split(/\s+/).map(plain);
  return models.filter(({ name, id }) => {
    const text = `${plain(name)} ${plain(id)}`;
    return wanted.every((word) => text.includes(word));
  });
}

/** The model whose name, or a word of it, is nearest to the query; null where none is near. */
export function nearest(models: readonly NamedModel[], query: string): NamedModel | null {
  const wanted = plain(query);
  let best: NamedModel | null = null;
  let least = Math.floor(wanted.length / 2) + 1;
  for (const model of models) {
    for (const word of [model.name, ...model.name.split(/\s+/)]) {
      const distance = edits(wanted, plain(word));
      if (distance < least) [best, least] = [model, distance];
    }
  }
  return best;
}

/** The query as a `provider/model` id, where it is one: rules may cover models that the policy does not list. */
export function asModelId(query: string): string | null {
  const id = query.trim().toLowerCase();
  return /^[a-z0-9._-]{1,64}\/[a-z0-9._:/-]{1,200}$/.test(id) ? id : null;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}/]/gu, "");
}

/** Letters to add, drop or change to make one text of the other (Levenshtein). */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
