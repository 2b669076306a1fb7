import { join } from "node:path";
import type { IdentifiedKey } from "../publishing/compose.ts";
import { writeDurably } from "../publishing/durable.ts";
import { newKeyFile } from "../publishing/key-file.ts";
import { keyPath } from "../publishing/new-desk.ts";
import { withKey } from "../publishing/publisher-edit.ts";
import { KEY_KINDS, rotation, type KeyChange, type KeyKind } from "../publishing/rotation.ts";
import type { Signer } from "../publishing/signing.ts";
import { textOf } from "./config-file.ts";
import { deskOf, keyNamed, type Desk } from "./desk.ts";
import { deliver, deliveredCode, deliveredJson } from "./draft-here.ts";
import { CommandError } from "./exit.ts";
import { needed, word, type Given } from "./given.ts";
import { note, plain, print, printJson } from "./print.ts";
import { newPassphrases } from "./passphrases.ts";
import { writeOut } from "./write-out.ts";

/** `keys rotate NAME`: another key in its place; the old one is not needed, so that a lost one can be replaced. */
export async function keysRotate(given: Given): Promise<number> {
  const name = word(given, 0, "The name of the key");
  const desk = await deskOf(given);
  const gone = keyNamed(desk.keys, name).id;
  const to = given.value("to") ?? nextName(desk, name);
  return await change(
    given,
    desk,
    to,
    (comes) => ({ gone, comes, roles: [] }),
    `${to} signs in place of ${name}.`,
  );
}

/** `keys add NAME --for KIND`: one more key. */
export async function keysAdd(given: Given): Promise<number> {
  const name = word(given, 0, "The name of the new key");
  const typed = needed(given, "for");
  const kind = Object.keys(KEY_KINDS).find((one): one is KeyKind => one === typed);
  if (!kind)
    throw new CommandError("usage", `--for "${typed}" is none of ${Object.keys(KEY_KINDS).join(", ")}.`);
  const desk = await deskOf(given);
  return await change(
    given,
    desk,
    name,
    (comes) => ({ gone: null, comes, roles: KEY_KINDS[kind] }),
    `${name} may sign now.`,
  );
}

/** `keys revoke NAME`: nothing that the key signs counts any more; what it had signed is signed by the others. */
export async function keysRevoke(given: Given): Promise<number> {
  const name = word(given, 0, "The name of the key");
  const desk = await deskOf(given);
  const gone = keyNamed(desk.keys, name).id;
  return await deliverChange(
    given,
    desk,
    { gone, comes: null, roles: [] },
    `${name} signs nothing any more.`,
  );
}

/** Makes the key that comes, unless publisher.yaml has it already, and delivers the change. */
async function change(
  given: Given,
  desk: Desk,
  name: string,
  changeBy: (comes: IdentifiedKey) => KeyChange,
  done: string,
): Promise<number> {
  const known = desk.keys.find((key) => key.name === name);
  // What is refused is refused before a key is made.
  const state = await desk.repository.state();
  rotation(state, changeBy(known ?? NOBODY), desk.times());
  if (known) return await deliverChange(given, desk, changeBy(known), done);
  const signer = await madeKey(given, desk, name);
  const opened = await deskOf(given);
  opened.keyring.take(signer);
  return await deliverChange(given, opened, changeBy(signer), done);
}

/** Stands for a key that is not made yet. */
const NOBODY: IdentifiedKey = { id: "", key: { keytype: "", scheme: "", keyval: { public: "" } } };

async function madeKey(given: Given, desk: Desk, name: string): Promise<Signer> {
  const file = join(desk.folder, "publisher.yaml");
  const made = await newKeyFile(name, await newPassphrases(given)(name));
  await writeDurably(join(desk.folder, keyPath(name)), made.file, 0o600);
  await writeOut(file, withKey(await textOf(file), name, { public: made.public, file: keyPath(name) }));
  note(`Made the key ${name}: ${join(desk.folder, keyPath(name))}. It is in publisher.yaml.`);
  return made.signer;
}

async function deliverChange(given: Given, desk: Desk, keys: KeyChange, done: string): Promise<number> {
  const state = await desk.repository.state();
  const draft = { ...rotation(state, keys, desk.times()), found: [done] };
  const file = join(desk.folder, `keys-${state.timestamp.signed.version + 1}.draft.json`);
  const delivered = await deliver(desk, state, draft, file);
  if (given.json)
    printJson({ root: draft.root?.signed.version ?? state.root.signed.version, ...deliveredJson(delivered) });
  else if (delivered.gone) print(plain(done));
  return deliveredCode(delivered);
}

/** `on-call` is followed by `on-call-2`, `policy-1` by the next number that is free. */
function nextName({ keys }: Desk, name: string): string {
  const base = name.replace(/-\d+$/, "");
  for (let number = 2; ; number += 1)
    if (!keys.some((key) => key.name === `${base}-${number}`)) return `${base}-${number}`;
}
