import { resolve } from "node:path";
import { readText } from "../platform/read-text.ts";
import { PlatformError } from "../platform/fault.ts";
import { commandSigner } from "./command-signer.ts";
import type { FindSigner } from "./complete.ts";
import { PublishingError } from "./fault.ts";
import { openKeyFile } from "./key-file.ts";
import type { PublicKey, Role } from "./parts.ts";
import type { Signer } from "./signing.ts";

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
  readonly #named: readonly DeskKey[];
  readonly #folder: string;
  readonly #ask: Ask;
  readonly #open = new Map<string, Promise<Signer>>();

  /**
   * `named`: the keys to sign with where several must; empty: all that are there. Where one is enough, they come first.
   * `folder`: what paths of keys are relative to.
   */
  constructor(keys: readonly DeskKey[], named: readonly DeskKey[], folder: string, ask: Ask) {
    this.#keys = keys;
    this.#named = named;
    this.#folder = folder;
    this.#ask = ask;
  }

  /** The keys at hand, of those that have the ids, to sign where several must; in the order of the desk. */
  atHand(ids: readonly string[]): Promise<readonly DeskKey[]> {
    return this.#found(this.#named.length > 0 ? this.#named : this.#keys, ids);
  }

  /** A signer for a role that one key signs: one that is open already before one that is not. */
  readonly one: FindSigner = async (role, { role: { keyids } }) => {
    const found = await this.#found([...this.#named, ...this.#keys], keyids);
    const key = found.find(({ id }) => this.#open.has(id)) ?? found[0];
    if (key) return await this.signer(key);
    throw new PublishingError("key", `No key that may sign ${WORDS[role]} is at hand. ${MENDS[role]}`);
  };

  async #found(keys: readonly DeskKey[], ids: readonly string[]): Promise<readonly DeskKey[]> {
    const found = new Map<string, DeskKey>();
    for (const key of keys)
      if (ids.includes(key.id) && !found.has(key.id) && (await this.#isHere(key))) found.set(key.id, key);
    return [...found.values()];
  }

  /** Takes a key that was made just now, whose passphrase is still known. */
  take(signer: Signer): void {
    this.#open.set(signer.id, Promise.resolve(signer));
  }

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
