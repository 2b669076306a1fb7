import { readCheckpoint, type TreeHead } from "./checkpoint.ts";
import { leafHash, leafOf } from "./merkle.ts";
import type { JournalReader } from "./reader.ts";
import { storedHashes } from "./stored-hashes.ts";
import { inclusionPath, rootByPath } from "./stored-tree.ts";

/** One event with what proves that a checkpoint holds it. */
export interface ProvenEvent {
  readonly sequence: number;
  /** Canonical JSON; null where it was pruned. */
  readonly text: string | null;
  readonly leaf: Buffer;
  /** The checkpoint that it is proven by; null: there is none yet that holds it. */
  readonly checkpoint: (TreeHead & { readonly note: string }) | null;
  /** From the leaf to the checkpoint's root, the lowest first (RFC 6962, 2.1.1). */
  readonly path: readonly Buffer[];
  /** Whether the text gives the leaf, and leaf and path give the checkpoint's root. */
  readonly holds: boolean;
}

/** The proof of one event under the first checkpoint that holds it; null where there is no such event. */
export function provenEvent(reader: JournalReader, sequence: number): ProvenEvent | null {
  return reader.guard(() => {
    const { database } = reader;
    const leaf = database.prepare("SELECT leaf FROM event WHERE sequence = ?").get(sequence)?.["leaf"];
    if (!(leaf instanceof Uint8Array)) return null;
    const text = reader.textAt(sequence);
    const sql = "SELECT note FROM checkpoint WHERE size >= ? ORDER BY size LIMIT 1";
    const checkpoint = readCheckpoint(String(database.prepare(sql).get(sequence)?.["note"] ?? ""));
    const size = checkpoint?.size ?? 0;
    const path = checkpoint === null ? [] : inclusionPath(storedHashes(database), sequence - 1, size);
    const root = rootByPath(Buffer.from(leaf), sequence - 1, size, path);
    const isOwn = text === null || leafHash(leafOf(text)).equals(leaf);
    const holds = isOwn && checkpoint !== null && root?.equals(checkpoint.root) === true;
    return { sequence, text, leaf: Buffer.from(leaf), checkpoint, path, holds };
  });
}
