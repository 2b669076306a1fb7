import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PackError } from "../packing/fault.ts";
import { baseOf, pack, type Packed } from "../packing/pack.ts";
import { makeSigningKey, type SigningKey, signingKeyOf } from "../packing/signing-key.ts";
import { systemCode, systemWords } from "../platform/fault.ts";
import { textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { extensionFiles } from "./extension-folder.ts";
import { needed, type Given } from "./given.ts";
import { note, print, printJson } from "./print.ts";

/** `pack`: the extension as browsers install it, with what tells them of it; or, with `--new-key`, a key for that. */
export async function packCommand(given: Given): Promise<number> {
  const newKey = given.value("new-key");
  if (newKey !== null) return makeKey(given, newKey);
  const out = needed(given, "out");
  const packed = await packedFrom(given, out);
  await publish(out, packed);
  const files = packed.files.map(({ name }) => join(out, name));
  if (given.json) printJson({ browser: packed.browser, id: packed.id, version: packed.version, files });
  else tell(packed, files);
  return EXIT.done;
}

async function makeKey(given: Given, file: string): Promise<number> {
  const pem = makeSigningKey();
  try {
    await writeFile(file, pem, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const why =
      systemCode(error) === "EEXIST" ? "it is there already, and updates need it" : systemWords(error);
    throw new CommandError("unreadable", `${file} cannot be written: ${why}.`, error);
  }
  const { id } = signingKeyOf(pem);
  if (given.json) printJson({ file, id });
  else {
    print(`Wrote ${file}. It gives the extension this id:`);
    print(id);
    note("Keep it where nobody else reads it: whoever has it makes updates, and without it there are none.");
  }
  return EXIT.done;
}

async function packedFrom(given: Given, out: string): Promise<Packed> {
  try {
    const files = await extensionFiles(given.value("dir") ?? "dist/chrome");
    const key = await keyIn(given.value("key"));
    const base = baseOf(needed(given, "update-url-base"));
    const before = new Map<string, string>();
    for (const name of ["update.xml", "updates.json"]) {
      const text = await readFile(join(out, name), "utf8").catch(nullWhereAbsent);
      if (text !== null) before.set(name, text);
    }
    return pack({ files, key, base, published: (name) => before.get(name) ?? null });
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    throw new CommandError(FAULTS[error.code], error.message, error);
  }
}

const FAULTS = {
  bad_address: "usage",
  bad_key: "usage",
  bad_manifest: "found",
  bad_update_manifest: "found",
  other_extension: "refused",
  version_not_above: "refused",
} as const;

function nullWhereAbsent(error: unknown): null {
  if (systemCode(error) === "ENOENT") return null;
  throw error;
}

async function keyIn(file: string | null): Promise<SigningKey | null> {
  if (file === null) return null;
  const pem = await textOf(file);
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new CommandError("refused", `The key ${file} is open to other users. Close it: chmod 600 ${file}`);
  return signingKeyOf(pem);
}

/** Packages first and the update manifest last, each whole: a browser that asks meanwhile finds what it is told of. */
async function publish(out: string, { files }: Packed): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    for (const { name, bytes } of files) {
      await writeFile(join(out, `${name}.part`), bytes, { mode: 0o644 });
      await rename(join(out, `${name}.part`), join(out, name));
    }
  } catch (error) {
    throw new CommandError("unreadable", `${out} cannot be written: ${systemWords(error)}.`, error);
  }
}

function tell({ browser, id, version }: Packed, files: readonly string[]): void {
  for (const file of files) print(`Wrote ${file}`);
  print(`Extension ${id}, version ${version}`);
  if (browser === "firefox")
    note(
      "Mozilla has not signed it: Firefox ESR, Developer Edition and Nightly install it under the policy that `lanyard deploy firefox --unsigned` writes; other Firefox takes it only once addons.mozilla.org has signed it as an unlisted add-on.",
    );
}
