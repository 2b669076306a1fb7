import type { PassportSettings } from "../../platform/config.ts";
import { PlatformError } from "../../platform/fault.ts";
import { readText } from "../../platform/read-text.ts";
import { PassportError } from "../fault.ts";
import { passportFileName } from "../file-name.ts";
import { digestOf } from "../parts.ts";
import type { KeptFiles } from "./kept-files.ts";
import { PassportSource, type AcceptedPassport, type PassportWish } from "./passport-source.ts";
import type { AskWeb } from "./web.ts";

/** The places that passports come from: the address of the person's own, and files. */
export class Places {
  readonly #kept: KeptFiles;
  readonly #ask: AskWeb;
  readonly #known = new Map<string, PassportSource>();
  /** Those of the last look, in the order of the configuration. */
  #sources: readonly PassportSource[] = [];
  #url: string | null = null;
  /** Tag of what was fetched, and what was asked of it: the rest of that file was not kept. */
  #tag: { readonly mark: string; readonly tag: string | null } | null = null;
  #webProblem: string | null = null;
  /** Digest of what was fetched last: a server may know no tags. */
  #fetched = "";

  constructor(kept: KeptFiles, ask: AskWeb) {
    this.#kept = kept;
    this.#ask = ask;
  }

  /** Verifies what lies in each place; nothing where there is no wish. */
  async look({ url, files }: PassportSettings, wish: PassportWish | null): Promise<void> {
    this.#url =
      url === null || wish === null ? null : `${url}${passportFileName(wish.person, wish.key.thumbprint)}`;
    if (wish === null) {
      this.#sources = [];
      return;
    }
    const own = this.#url === null ? [] : [await this.#lookAtOwn(this.#url, wish)];
    const others = await Promise.all(files.map((file) => this.#lookAtFile(file, wish)));
    this.#sources = [...own, ...others];
  }

  /** Fetches the person's own passport anew; true where there is something to look at. */
  async fetch(wish: PassportWish): Promise<boolean> {
    const url = this.#url;
    if (url === null) return false;
    const mark = JSON.stringify([url, wish.asked, wish.issuers]);
    try {
      const answer = await this.#ask(url, this.#tag?.mark === mark ? this.#tag.tag : null);
      const wasAway = this.#webProblem !== null;
      this.#webProblem = null;
      if (!answer.changed) return wasAway;
      this.#tag = { mark, tag: answer.tag };
      const fetched = digestOf(mark + answer.text);
      if (fetched === this.#fetched) return wasAway;
      this.#fetched = fetched;
      this.#source(url).offer(answer.text);
      return true;
    } catch (error) {
      if (!(error instanceof PassportError)) throw error;
      const isNew = this.#webProblem !== error.message;
      this.#webProblem = error.message;
      return isNew;
    }
  }

  /** The passports that were accepted, in the order of the configuration. */
  accepted(): readonly AcceptedPassport[] {
    return this.#sources.flatMap(({ accepted }) => accepted ?? []);
  }

  /** Why there is no newer passport, or none, in sentences. An address that is away matters while it gave none. */
  problems(): readonly string[] {
    return this.#sources.flatMap(({ place, accepted, refusal }) => {
      if (refusal !== null) return [refusal];
      return accepted === null && place === this.#url && this.#webProblem !== null ? [this.#webProblem] : [];
    });
  }

  async #lookAtOwn(url: string, wish: PassportWish): Promise<PassportSource> {
    const source = this.#source(url);
    const kept = source.isEmpty ? this.#kept.text(url) : null;
    if (kept !== null) source.offer(kept);
    const before = source.accepted?.text;
    await source.look(wish);
    // What was not asked for is not kept.
    if (source.accepted !== null && source.accepted.text !== before)
      this.#kept.keep(url, source.accepted.text);
    return source;
  }

  async #lookAtFile(file: string, wish: PassportWish): Promise<PassportSource> {
    const source = this.#source(file);
    try {
      source.offer(await readText(file));
      await source.look(wish);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      source.refusal = error.message;
    }
    return source;
  }

  #source(place: string): PassportSource {
    const source = this.#known.get(place) ?? new PassportSource(place, this.#kept);
    this.#known.set(place, source);
    return source;
  }
}
