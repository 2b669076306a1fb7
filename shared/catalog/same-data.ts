/** True where two values are the same as JSON: the order of keys does not count, nor a key that is undefined. */
export function isSameData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const mine = membersOf(one);
  const theirs = membersOf(other);
  return (
    mine.size === theirs.size && Array.from(mine).every(([key, value]) => isSameData(value, theirs.get(key)))
  );
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, member]) => member !== undefined));
}
