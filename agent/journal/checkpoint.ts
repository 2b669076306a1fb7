import type { KeyObject } from "node:crypto";
import { HASH_BYTES } from "./merkle.ts";
import { readNote, signNote, type SignedNote } from "./note.ts";

/** What a checkpoint says: the root of one journal's tree at one size (C2SP tlog-checkpoint). */
export interface TreeHead {
  /** Which journal: `lanyard/` and 32 hexadecimal digits. */
  readonly origin: string;
  /** Events that the tree holds. */
  readonly size: number;
  readonly root: Buffer;
}

/** A checkpoint as it is stored, sent and exported. */
export interface Checkpoint extends TreeHead {
  /** The signed note. */
  readonly note: string;
}

/** Signs a tree head under its origin's name. */
export function signCheckpoint(head: TreeHead, key: KeyObject): Checkpoint {
  const text = `${head.origin}\n${head.size}\n${head.root.toString("base64")}\n`;
  return { ...head, note: signNote(text, head.origin, key) };
}

/** Reads a checkpoint with its signatures, which are not verified here; null for what is none. */
export function readCheckpoint(note: string): (Checkpoint & { readonly signed: SignedNote }) | null {
  const signed = readNote(note);
  const [origin = "", size = "", base64 = "", ...extensions] = signed?.text.split("\n") ?? [];
  const root = Buffer.from(base64, "base64");
  if (signed === null || origin === "" || extensions.at(-1) !== "") return null;
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || extensions.slice(0, -1).includes("")) return null;
  if (root.length !== HASH_BYTES || root.toString("base64") !== base64) return null;
  return { origin, size: Number(size), root, note, signed };
}
