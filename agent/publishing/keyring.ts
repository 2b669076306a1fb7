import { resolve } from "node:path";
import { readText } from "../platform/read-text.ts";
import { PlatformError } from "../platform/fault.ts";
import { commandSigner } from "./command-signer.ts";
import type { FindSigner } from "./complete.ts";
import { PublishingError } from "./fault.ts";
import { openKeyFile } from "./key-file.ts";
import type { PublicKey, Role } from "./parts.ts";
import type { Signer } from "./signing.ts";
import type { Trust } from "./state.ts";

/** A key of the desk, and where it is. */
export interface DeskKey {
  readonly name: string;
  readonly id: string;
  readonly key: PublicKey;
  /** An encrypted file, or a program that signs. */
  readonly at: { readonly file: string } | { readonly command: readonly string[] };
}

/** Asks the person for a passphrase. */
export type Ask = (key: string) => Promise<string>;

/** The keys that are at hand here; each is opened once, and only when it is to sign. */
export class Keyring {
  readonly #keys: readonly DeskKey[];
  readonly #folder: string;
  readonly #ask: Ask;
  readonly #open = new Map<string, Promise<Signer>>();

  /** `keys`: those that may be used now; `folder`: what their paths are relative to. */
  constructor(keys: readonly DeskKey[], folder: string, ask: Ask) {
    this.#keys = keys;
    this.#folder = folder;
    this.#ask = ask;
  }

  /** The keys at hand of those that have the ids, in the order of the desk. */
  async atHand(ids: readonly string[]): Promise<readonly DeskKey[]> {
    const found: DeskKey[] = [];
    for (const one of this.#keys)
      if (ids.includes(one.id) && !found.some(({ id }) => id === one.id) && (await this.#isHere(one)))
        found.push(one);
    return found;
  }

  /** A signer for a role that one key signs; it must be at hand. */
  readonly one: FindSigner = async (role, { role: { keyids } }) => {
    const [key] = await this.atHand(keyids);
    if (key) return await this.signer(key);
    throw new PublishingError("key", `No key that may sign ${WORDS[role]} is at hand. ${MENDS[role]}`);
  };

  /** Opens a key, asking for its passphrase where it has one. */
  signer(key: DeskKey): Promise<Signer> {
    const open = this.#open.get(key.id) ?? this.#opened(key);
    this.#open.set(key.id, open);
    return open;
  }

  async #opened({ name, id, key, at }: DeskKey): Promise<Signer> {
    if ("command" in at) return commandSigner(name, { id, key, command: at.command, folder: this.#folder });
    const text = await readText(resolve(this.#folder, at.file));
    return await openKeyFile(name, text, await this.#ask(name), id);
  }

  async #isHere({ at }: DeskKey): Promise<boolean> {
    if ("command" in at) return true;
    try {
      await readText(resolve(this.#folder, at.file));
      return true;
    } catch (error) {
      if (error instanceof PlatformError) return false;
      throw error;
    }
  }
}

const WORDS: Readonly<Record<Role, string>> = {
  root: "the root",
  targets: "policy",
  directives: "directives",
  snapshot: "the snapshot",
  timestamp: "the timestamp",
};

const ONLINE = "It takes a publishing key or an on-call key: see `keys` in publisher.yaml.";

const MENDS: Readonly<Record<Role, string>> = {
  root: "See `lanyard keys list`.",
  targets: "See `lanyard keys list`.",
  directives: "It takes an on-call key: see `lanyard keys list`.",
  snapshot: ONLINE,
  timestamp: ONLINE,
};

/** The trust of several roles as one list of ids. */
export function idsOf(trusts: readonly Trust[]): readonly string[] {
  return [...new Set(trusts.flatMap(({ role }) => role.keyids))];
}
