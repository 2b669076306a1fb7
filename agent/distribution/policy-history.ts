import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import * as z from "zod/mini";
import type { PolicyFile } from "../../shared/policy/document.ts";
import { writeDurably } from "../platform/durable-file.ts";
import { systemWords } from "../platform/fault.ts";

/** Bytes and states that are kept at most: the ones that came into force longest ago go. */
const LIMIT = { bytes: 256_000_000, states: 2_000 };
/** Bytes of one state's texts, which the folder and the bundles are limited to as well. */
const STATE_LIMIT = 80_000_000;

const ENDING = ".json.zst";

/** The texts of one state of the policy, directives among them. */
const KeptTexts = z.strictObject({
  lanyard: z.literal("policy texts"),
  files: z.array(z.strictObject({ file: z.string(), text: z.string() })),
});

/**
 * SHA-256 of a policy's texts, hexadecimal: over one line a file in the order of their names, each the file's own SHA-256,
 * two spaces, its name and a newline. So `sha256sum FILE… | sha256sum` gives it without us.
 */
export function policyDigest(files: readonly PolicyFile[]): string {
  const sorted = files.toSorted((one, other) => (one.file < other.file ? -1 : 1));
  return sha256(sorted.map(({ file, text }) => `${sha256(text)}  ${file}\n`).join(""));
}

/** Keeps the texts that came into force, under their digest; why that did not work in a sentence, or null. */
export function keepTexts(folder: string, files: readonly PolicyFile[], limit = LIMIT): string | null {
  const file = join(folder, `${policyDigest(files)}${ENDING}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const now = new Date();
    const kept: z.infer<typeof KeptTexts> = { lanyard: "policy texts", files: [...files] };
    // One that comes into force again is the newest again.
    if (existsSync(file)) utimesSync(file, now, now);
    else writeDurably(file, zstdCompressSync(JSON.stringify(kept)));
    forget(folder, file, limit);
    return null;
  } catch (error) {
    return `The texts of the policy cannot be kept in ${folder}: ${systemWords(error)}.`;
  }
}

/** The texts of a digest; null where they are not kept, or are no longer what the digest says. */
export function textsOf(folder: string, digest: string): readonly PolicyFile[] | null {
  try {
    const bytes = readFileSync(join(folder, `${digest}${ENDING}`));
    const text = zstdDecompressSync(bytes, { maxOutputLength: STATE_LIMIT }).toString();
    const { files } = KeptTexts.parse(JSON.parse(text));
    return policyDigest(files) === digest ? files : null;
  } catch {
    return null; // never kept, forgotten, or damaged: whoever asks says that it is not there
  }
}

/** Takes the oldest away until what is left is within the limit; the newest stays, however large it is. */
function forget(folder: string, newest: string, { bytes, states }: typeof LIMIT): void {
  const kept = readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => keptAt(join(folder, name)))
    .toSorted((one, other) => other.time - one.time);
  let total = 0;
  for (const [index, { file, size }] of kept.entries()) {
    total += size;
    if (file !== newest && (index >= states || total > bytes)) rmSync(file, { force: true });
  }
}

function keptAt(file: string): { readonly file: string; readonly size: number; readonly time: number } {
  const { size, mtimeMs } = statSync(file);
  return { file, size, time: mtimeMs };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
