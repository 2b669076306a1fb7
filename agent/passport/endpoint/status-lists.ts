import type { PublicJwk } from "../../../shared/schema/passport-issuer.ts";
import { PassportError } from "../fault.ts";
import { digestOf } from "../parts.ts";
import { readStatusList, type StatusList } from "../status-list.ts";
import type { Passport } from "../verify.ts";
import type { KeptFiles } from "./kept-files.ts";
import type { AskWeb } from "./web.ts";

/** The newest list of each issuer's statuses, inflated once, and kept for when the issuer is away. */
export class StatusLists {
  readonly #kept: KeptFiles;
  readonly #ask: AskWeb;
  readonly #lists = new Map<string, StatusList>();
  /** Digest of what each list was read from. */
  readonly #digests = new Map<string, string>();
  readonly #tags = new Map<string, string | null>();
  readonly #problems = new Map<string, string>();

  constructor(kept: KeptFiles, ask: AskWeb) {
    this.#kept = kept;
    this.#ask = ask;
  }

  /** The newest list that is known for a passport; null: none. */
  async of({ status, issuer }: Passport): Promise<StatusList | null> {
    if (status === null) return null;
    const known = this.#lists.get(status.uri);
    if (known) return known;
    const text = this.#kept.text(status.uri);
    if (text !== null) await this.#take(status.uri, issuer.keys, text).catch(ifRefused);
    return this.#lists.get(status.uri) ?? null;
  }

  /** Why the newest list of a passport could not be had, in a sentence; null: it could. */
  problemOf({ status }: Passport): string | null {
    return status === null ? null : (this.#problems.get(status.uri) ?? null);
  }

  /** Fetches the list of a passport anew; true where there is a newer one. */
  async fetch({ status, issuer }: Passport): Promise<boolean> {
    if (status === null) return false;
    const { uri } = status;
    try {
      const answer = await this.#ask(uri, this.#tags.get(uri) ?? null);
      this.#problems.delete(uri);
      if (!answer.changed) return false;
      const isNewer = await this.#take(uri, issuer.keys, answer.text);
      this.#tags.set(uri, answer.tag);
      if (isNewer) this.#kept.keep(uri, answer.text);
      return isNewer;
    } catch (error) {
      ifRefused(error);
      const isNew = this.#problems.get(uri) !== error.message;
      this.#problems.set(uri, error.message);
      return isNew;
    }
  }

  /** An older list would bring back what was revoked since. */
  async #take(uri: string, keys: readonly PublicJwk[], text: string): Promise<boolean> {
    const list = await readStatusList(text, { uri, keys });
    const known = this.#lists.get(uri);
    if (known && list.issued < known.issued)
      throw new PassportError("older", `The list of statuses at ${uri} is older than the one that is known.`);
    this.#lists.set(uri, list);
    // Of two lists of one second nobody can tell which is newer: the one that came last is.
    const digest = digestOf(text);
    const isSame = this.#digests.get(uri) === digest;
    this.#digests.set(uri, digest);
    return !isSame;
  }
}

function ifRefused(error: unknown): asserts error is PassportError {
  if (!(error instanceof PassportError)) throw error;
}
