/** JSON with sorted keys: the same data always gives the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, at: unknown) =>
    typeof at === "object" && at !== null && !Array.isArray(at)
      ? Object.fromEntries(Object.entries(at).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : at,
  );
}

const SEEDS = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x85a308d3];

/**
 * A stable 128-bit name for data, 32 hexadecimal digits.
 * It identifies and does not authenticate: it is no cryptographic hash, and whoever wants two policies of one
 * name can make them. What a policy may be trusted with comes from its signature, which is distribution's.
 */
export function fingerprint(value: unknown): string {
  const text = canonical(value);
  return SEEDS.map((seed) => lane(text, seed).toString(16).padStart(8, "0")).join("");
}

/** FNV-1a over UTF-16 code units from a seed of its own, with a final mix so that each bit reaches all others. */
function lane(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
