import type { DatabaseSync } from "node:sqlite";
import { JournalError } from "./fault.ts";
import type { HashAt } from "./stored-tree.ts";

/**
 * The hashes that a journal keeps: leaves beside their events (level 0), full subtrees in `node`. Throws `damaged`
 * where one is missing.
 */
export function storedHashes(database: DatabaseSync): HashAt {
  const leaf = database.prepare("SELECT leaf AS hash FROM event WHERE sequence = ?");
  const node = database.prepare("SELECT hash FROM node WHERE level = ? AND position = ?");
  return (level, position) => {
    const row = level === 0 ? leaf.get(position + 1) : node.get(level, position);
    const hash = row?.["hash"];
    if (hash instanceof Uint8Array) return Buffer.from(hash);
    throw new JournalError(
      "damaged",
      `The journal is damaged: the hash at level ${level}, place ${position} is missing.`,
    );
  };
}
