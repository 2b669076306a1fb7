import { resolve } from "node:path";
import type { Ask } from "../publishing/keyring.ts";
import type { PublisherFile } from "../publishing/publisher-file.ts";
import { textOf } from "./config-file.ts";
import type { Given } from "./given.ts";
import { secret } from "./terminal.ts";

const OTHERWISE = "Give --passphrase-file FILE, or KEY=FILE for one key.";

/**
 * Where passphrases come from: `--passphrase-file KEY=FILE`, then publisher.yaml, then `--passphrase-file FILE`, then
 * the person at the terminal.
 */
export function passphrases(
  given: Given,
  { keys }: Pick<PublisherFile, "keys">,
  at: (path: string) => string,
): Ask {
  return async (key) => {
    const inDesk = keys[key]?.passphrase_file;
    const file = fileFor(given, key) ?? (inDesk === undefined ? null : at(inDesk)) ?? fileForAll(given);
    if (file === null) return await secret(`Passphrase of ${key}`, OTHERWISE);
    return firstLine(await textOf(file));
  };
}

/** Passphrases of new keys: from files as above, else asked for twice; nothing typed means that of the key before. */
export function newPassphrases(given: Given): Ask {
  let last: string | null = null;
  return async (key) => {
    const file = fileFor(given, key) ?? fileForAll(given);
    if (file !== null) return firstLine(await textOf(file));
    last = await chosen(key, last);
    return last;
  };
}

async function chosen(key: string, last: string | null): Promise<string> {
  for (;;) {
    const hint = last === null ? "" : " (nothing: as before)";
    const typed = await secret(`New passphrase for ${key}${hint}`, OTHERWISE);
    if (typed === "" && last !== null) return last;
    if ((await secret("The same again", OTHERWISE)) === typed) return typed;
    process.stderr.write("These were not the same.\n");
  }
}

function fileFor(given: Given, key: string): string | null {
  const typed = given.values("passphrase-file").find((one) => one.startsWith(`${key}=`));
  return typed === undefined ? null : resolve(typed.slice(key.length + 1));
}

function fileForAll(given: Given): string | null {
  return given.values("passphrase-file").find((one) => !/^[a-z0-9-]+=/.test(one)) ?? null;
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}
