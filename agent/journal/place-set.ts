import { createHash } from "node:crypto";

/** What a record of pruning or erasing commits to: SHA-256 over the places in ascending order, each with a newline. */
export function setOf(sequences: Iterable<number>): string {
  const set = createHash("sha256");
  for (const sequence of sequences) set.update(`${sequence}\n`);
  return set.digest("hex");
}
