import { nearest } from "../../shared/policy/spelling.ts";
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

/** Shortest word that may stand for a model's name: numbers of versions do not. */
const WORD = 3;

/** The model whose name, or a word of it, is nearest to the query; null where none is near. */
export function nearestModel(models: readonly NamedModel[], query: string): NamedModel | null {
  if (query.length < WORD) return null;
  const byWord = new Map<string, NamedModel>();
  for (const model of models) {
    for (const word of [model.name, ...model.name.split(/\s+/)]) {
      if (word.length >= WORD && !byWord.has(word)) byWord.set(word, model);
    }
  }
  return byWord.get(nearest(query, [...byWord.keys()]) ?? "") ?? null;
}

/** The query as a `provider/model` id, where it is one: rules may cover models that the policy does not list. */
export function asModelId(query: string): string | null {
  const id = query.trim().toLowerCase();
  return /^[a-z0-9._-]{1,64}\/[a-z0-9._:/-]{1,200}$/.test(id) ? id : null;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}/]/gu, "");
}
