/** Puts an entry into a map that holds at most so many; the oldest make room for it. */
export function setNewest<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size < most) break;
    map.delete(oldest);
  }
  map.set(key, value);
}
