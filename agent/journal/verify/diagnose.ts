import type { Edge } from "../merkle.ts";

/** Leaves that a diagnosis looks through: each pair of them may be the one that was exchanged. */
const LIMIT = 256;

/** What was done to a range, as far as a checkpoint can tell. */
export type Diagnosis =
  | { readonly what: "inserted"; readonly place: number }
  | { readonly what: "reordered"; readonly place: number; readonly other: number };

/**
 * Finds the one leaf too many, or the two that were exchanged, which explain that a range does not lead from a good edge
 * to a checkpoint's root. Places count from 0 in `leaves`, whose last one is the one after the checkpoint, where there is
 * one. Null: neither explains it.
 */
export function diagnose(
  good: Edge,
  leaves: readonly Buffer[],
  size: number,
  root: Buffer,
): Diagnosis | null {
  if (leaves.length > LIMIT) return null;
  const count = size - good.size;
  const fits = (tried: readonly Buffer[]): boolean => rootAfter(good, tried).equals(root);
  if (leaves.length > count)
    for (let place = 0; place < count; place += 1)
      if (fits(leaves.toSpliced(place, 1))) return { what: "inserted", place };
  return exchanged(leaves.slice(0, count), fits);
}

function exchanged(leaves: readonly Buffer[], fits: (tried: readonly Buffer[]) => boolean): Diagnosis | null {
  for (let place = 0; place < leaves.length; place += 1)
    for (let other = place + 1; other < leaves.length; other += 1) {
      const [one, two] = [leaves[place], leaves[other]];
      if (one === undefined || two === undefined) continue;
      if (fits(leaves.with(place, two).with(other, one))) return { what: "reordered", place, other };
    }
  return null;
}

function rootAfter(good: Edge, leaves: readonly Buffer[]): Buffer {
  const edge = good.copy();
  for (const leaf of leaves) edge.push(leaf);
  return edge.root();
}
