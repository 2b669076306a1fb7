import { createHash } from "node:crypto";

/** RFC 6962, 2.1, word for word: the oracle that the engine must agree with. */
export function naiveRoot(texts: readonly string[]): Buffer {
  return naiveRootOf(texts.map((text) => sha256(Buffer.concat([Buffer.from([0]), Buffer.from(text)]))));
}

/** The same, over the hashes of the leaves. */
export function naiveRootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256(Buffer.alloc(0));
  if (leaves.length === 1) return only;
  const left = largestPowerBelow(leaves.length);
  const halves = [naiveRootOf(leaves.slice(0, left)), naiveRootOf(leaves.slice(left))];
  return sha256(Buffer.concat([Buffer.from([1]), ...halves]));
}

/** RFC 6962, 2.1.1: PATH(m, D[n]). */
export function naivePath(index: number, leaves: readonly string[]): readonly Buffer[] {
  if (leaves.length === 1) return [];
  const left = largestPowerBelow(leaves.length);
  return index < left
    ? [...naivePath(index, leaves.slice(0, left)), naiveRoot(leaves.slice(left))]
    : [...naivePath(index - left, leaves.slice(left)), naiveRoot(leaves.slice(0, left))];
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
