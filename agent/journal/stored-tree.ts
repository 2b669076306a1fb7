import { Edge, nodeHash, TILE_HEIGHT, TILE_WIDTH } from "./merkle.ts";

/** The hash of the full subtree of `256 ** level` leaves at a place of its level (C2SP tlog-tiles). */
export type HashAt = (level: number, position: number) => Buffer;

/** The edge of a tree of so many leaves, from at most 255 stored hashes a level. */
export function storedEdge(hashAt: HashAt, size: number): Edge {
  const edge = new Edge();
  for (let level = levelsOf(size); level >= 0; level -= 1) {
    const width = TILE_WIDTH ** level;
    for (let position = edge.size / width; (position + 1) * width <= size; position += 1)
      edge.push(hashAt(level, position), undefined, level * TILE_HEIGHT);
  }
  return edge;
}

function levelsOf(size: number): number {
  return size < TILE_WIDTH ? 0 : 1 + levelsOf(Math.floor(size / TILE_WIDTH));
}

/** RFC 6962, 2.1.1: the hashes that lead from a leaf (counted from 0) to the root of a tree, the lowest first. */
export function inclusionPath(hashAt: HashAt, index: number, size: number): readonly Buffer[] {
  return pathIn(hashAt, index, 0, size);
}

function pathIn(hashAt: HashAt, index: number, start: number, count: number): readonly Buffer[] {
  if (count <= 1) return [];
  const left = splitOf(count);
  return index < start + left
    ? [...pathIn(hashAt, index, start, left), rangeHash(hashAt, start + left, count - left)]
    : [...pathIn(hashAt, index, start + left, count - left), rangeHash(hashAt, start, left)];
}

/** The hash over a range that is a subtree of the tree: full ones of a stored size are looked up. */
function rangeHash(hashAt: HashAt, start: number, count: number): Buffer {
  const height = Math.log2(count);
  if (height % TILE_HEIGHT === 0) return hashAt(height / TILE_HEIGHT, start / count);
  const left = splitOf(count);
  return nodeHash(rangeHash(hashAt, start, left), rangeHash(hashAt, start + left, count - left));
}

/** The largest power of two that is smaller. */
function splitOf(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

/** The root that a path leads to from a leaf (RFC 9162, 2.1.3.2); null where it is no path of such a tree. */
export function rootByPath(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | null {
  let [place, last, hash] = [index, size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(beside, hash);
      for (; place % 2 === 0 && place !== 0; [place, last] = [place / 2, Math.floor(last / 2)]);
    } else hash = nodeHash(hash, beside);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}
