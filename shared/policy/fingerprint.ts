const SEEDS = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x85a308d3];

/**
 * A stable 128-bit name for a list of data, 32 hexadecimal digits, from the JSON of each item: the caller writes
 * keys in one order.
 * It identifies and does not authenticate: it is no cryptographic hash, and whoever wants two policies of one
 * name can make them. What a policy may be trusted with comes from its signature, which is distribution's.
 */
export function fingerprintOf(items: readonly unknown[]): string {
  const lanes = Uint32Array.from(SEEDS);
  for (const item of items) addText(lanes, JSON.stringify(item) ?? "");
  return [...lanes].map((lane) => mixed(lane).toString(16).padStart(8, "0")).join("");
}

/** FNV-1a over UTF-16 code units in four lanes, each from a seed of its own; the length keeps items apart. */
function addText(lanes: Uint32Array, text: string): void {
  let [first = 0, second = 0, third = 0, fourth = 0] = lanes;
  for (let index = -1; index < text.length; index++) {
    const unit = index < 0 ? text.length : text.charCodeAt(index);
    first = step(first, unit);
    second = step(second, unit);
    third = step(third, unit);
    fourth = step(fourth, unit);
  }
  lanes.set([first, second, third, fourth]);
}

function step(hash: number, unit: number): number {
  const next = Math.imul(hash ^ unit, 0x01000193);
  return next ^ (next >>> 15);
}

/** A final mix, so that each bit reaches all others. */
function mixed(lane: number): number {
  let hash = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
