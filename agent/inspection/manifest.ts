import { createHash, type KeyObject } from "node:crypto";
import * as z from "zod/mini";
import { type NoteKey, readNote, isSignedBy, signNote } from "../journal/note.ts";

/** Names of the files that every pack has. */
export const NAMES = {
  events: "events.jsonl",
  checkpoints: "checkpoints.txt",
  policies: "policy/index.json",
  gaps: "gaps.json",
  summary: "summary.html",
  guide: "VERIFY.md",
  manifest: "manifest.json",
  /** Only of a pack whose manifest is signed. */
  signature: "manifest.sig",
} as const;

/** The form of what is made of the events: raised whenever other bytes come of the same events. */
export const TOLD_FORM = 2;

const Globs = z.readonly(z.array(z.string()));

/** What a pack is, and the SHA-256 of every file in it but its own and its signature's. */
export const PackManifest = z.strictObject({
  lanyard: z.literal("inspection pack"),
  form: z.literal(1),
  /** Version of the program that made it, and the form of its summary, gaps, guide and index of policies. */
  program: z.string(),
  told: z.int(),
  origin: z.string(),
  /** When it was made, milliseconds since 1970 UTC. */
  time: z.number(),
  from: z.nullable(z.number()),
  to: z.nullable(z.number()),
  models: Globs,
  people: Globs,
  redact: Globs,
  signed: z.boolean(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: z.int().check(z.gte(0)),
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
});
export type PackManifest = z.infer<typeof PackManifest>;

/** What a pack says of itself, before its files are known. */
export type PackHead = Omit<PackManifest, "lanyard" | "form" | "program" | "told" | "signed" | "files">;

/** The name that packs of a journal are signed under: no pack's note can be taken for a checkpoint. */
function signerOf(origin: string): string {
  return `${origin}/pack`;
}

/** The signed note over a manifest's text. */
export function signManifest(text: string, origin: string, key: KeyObject): string {
  return signNote(noteText(text, origin), signerOf(origin), key);
}

/** Whether a note signs this text of a manifest under one of the keys, each of 32 bytes. */
export function isManifestSigned(
  note: string,
  {
    text,
    origin,
    keys,
  }: { readonly text: string; readonly origin: string; readonly keys: readonly Buffer[] },
): boolean {
  const read = readNote(note);
  if (read === null || read.text !== noteText(text, origin)) return false;
  return keys.some((bytes) => isSignedBy(read, { name: signerOf(origin), bytes } satisfies NoteKey));
}

function noteText(text: string, origin: string): string {
  return `lanyard inspection pack\n${origin}\n${createHash("sha256").update(text).digest("hex")}\n`;
}
