/** Sorted by code unit, without doubles: a list that means a set is written one way. */
export function asSet<T extends string>(values: readonly T[]): T[] {
  if (values.length < 2) return [...values];
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1));
}
