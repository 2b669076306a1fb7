import { fold, literalPrefix, matches } from "./pattern.ts";

interface Globbed<T> {
  readonly pattern: string;
  readonly item: T;
}

/**
 * Items by the models they name, so that finding those of one model costs what they are, not what there are.
 * Exact ids are looked up; globs are grouped by their text before the first `*`.
 */
export interface PatternIndex<T> {
  readonly exact: ReadonlyMap<string, readonly T[]>;
  readonly globs: ReadonlyMap<string, readonly Globbed<T>[]>;
  /** Lengths of the keys of `globs`: the only prefixes of an id that are worth a look. */
  readonly lengths: readonly number[];
}

/** Indexes items by their patterns. */
export function indexPatterns<T>(
  items: readonly T[],
  patternsOf: (item: T) => readonly string[],
): PatternIndex<T> {
  const exact = new Map<string, T[]>();
  const globs = new Map<string, Globbed<T>[]>();
  for (const item of items) {
    for (const written of new Set(patternsOf(item))) {
      const pattern = fold(written);
      const prefix = literalPrefix(pattern);
      if (prefix === pattern) listAt(exact, pattern).push(item);
      else listAt(globs, prefix).push({ pattern, item });
    }
  }
  return { exact, globs, lengths: [...new Set([...globs.keys()].map(({ length }) => length))] };
}

function listAt<V>(map: Map<string, V[]>, key: string): V[] {
  const list = map.get(key) ?? [];
  if (list.length === 0) map.set(key, list);
  return list;
}

/** The items that name a folded id, each once. */
export function itemsOf<T>(index: PatternIndex<T>, id: string): T[] {
  const found = new Set(index.exact.get(id));
  for (const length of index.lengths) {
    if (length > id.length) continue;
    for (const { pattern, item } of index.globs.get(id.slice(0, length)) ?? []) {
      if (!found.has(item) && matches(pattern, id)) found.add(item);
    }
  }
  return [...found];
}
