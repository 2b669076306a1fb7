import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { CLAIMS, type Claim, type Proof } from "../../../shared/schema/proof.ts";
import type { PassportSettings } from "../../platform/config.ts";
import { factsOf } from "../facts.ts";
import { PassportError } from "../fault.ts";
import { lapsesOf, provenAt, type ProvenFrom } from "../lapses.ts";
import type { SigningKey } from "../signing-key.ts";
import { deviceKey } from "./device-key.ts";
import { KeptFiles } from "./kept-files.ts";
import { notesOf, type PassportNote } from "./notes.ts";
import type { PassportWish } from "./passport-source.ts";
import { Places } from "./places.ts";
import { StatusLists } from "./status-lists.ts";
import type { AskWeb } from "./web.ts";

/** Whose passports are looked at, and for what. */
export interface PassportsFor {
  readonly policy: Pick<CompiledPolicy, "issuers" | "proofs"> | null;
  readonly person: string | null;
  readonly settings: PassportSettings;
}

/** What the passports of an endpoint are kept and judged by. */
export interface PassportsParts {
  /** Folder of what is kept between runs. */
  readonly folder: string;
  /** File of the device's key. */
  readonly keyFile: string;
  readonly ask: AskWeb;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** The passports of one person on one device: what they prove now, and what is wrong with them. */
export class Passports {
  readonly #parts: PassportsParts;
  readonly #lists: StatusLists;
  readonly #places: Places;
  #key: SigningKey | null = null;
  #keyProblem: string | null = null;
  #asked: readonly Claim[] = [];
  #wish: PassportWish | null = null;
  #now: ProvenFrom = { at: 0, held: [], proven: { values: {}, proofs: [] } };
  #lapses: readonly ProvenFrom[] = [];
  #notes: readonly PassportNote[] = [];

  constructor(parts: PassportsParts) {
    const kept = new KeptFiles(parts.folder);
    this.#parts = parts;
    this.#lists = new StatusLists(kept, parts.ask);
    this.#places = new Places(kept, parts.ask);
  }

  /** Looks at what is there, without asking the network; gives what is new, to be recorded. */
  async look({ policy, person, settings }: PassportsFor): Promise<readonly PassportNote[]> {
    this.#asked = policy?.proofs ?? [];
    this.#wish =
      person === null || this.#asked.length === 0 ? null : await this.#wishFor(person, policy?.issuers ?? []);
    await this.#places.look(settings, this.#wish);
    const listed = await Promise.all(
      this.#places.accepted().map(async ({ passport, untrusted }) => ({
        passport,
        untrusted,
        list: await this.#lists.of(passport),
      })),
    );
    const now = this.#parts.now();
    this.#now = provenAt(listed, this.#asked, now);
    this.#lapses = lapsesOf(listed, this.#asked, now);
    return this.#news();
  }

  /** Asks the network for newer passports and status lists; true where there is something to look at. */
  async fetch(): Promise<boolean> {
    if (this.#wish === null) return false;
    const newer = [await this.#places.fetch(this.#wish)];
    for (const { passport } of this.#places.accepted()) newer.push(await this.#lists.fetch(passport));
    return newer.includes(true);
  }

  /** What is proven now. */
  get now(): ProvenFrom {
    return this.#now;
  }

  /** What is proven from each later moment on, if nothing newer comes; ascending. */
  get lapses(): readonly ProvenFrom[] {
    return this.#lapses;
  }

  /**
   * The facts that policy decides by, now or at a later moment. Null where neither a people file nor a passport knows
   * the person.
   */
  facts(person: string, base: Person | undefined, { held, proven }: ProvenFrom = this.#now): Person | null {
    const isKnown = held.some(
      ({ passport, standing }) => passport.subject === person && standing.fault === null,
    );
    if (base === undefined && !isKnown) return null;
    const known = base ?? { id: person, groups: [], compartments: [], us_person: "unknown" };
    return factsOf(known, this.#asked, proven);
  }

  /** How each fact stands that policy wants proven. */
  get proofs(): readonly Proof[] {
    return this.#now.proven.proofs;
  }

  /** What policy does not ask for, and no passport therefore discloses; null where it asks for nothing at all. */
  get withheld(): readonly Claim[] | null {
    return this.#asked.length === 0 ? null : CLAIMS.filter((claim) => !this.#asked.includes(claim));
  }

  /** Thumbprint of the device's key; null where none was needed yet. */
  get device(): string | null {
    return this.#key?.thumbprint ?? null;
  }

  /** What is not well, in sentences. */
  get problems(): readonly string[] {
    return this.#notes.filter(({ what }) => what !== "applied").map(({ detail }) => detail);
  }

  /** Milliseconds until time alone makes something count for less, or begin to count; null: never. */
  get wait(): number | null {
    const moments = this.#now.held.flatMap(({ standing }) => standing.next ?? []);
    return moments.length > 0 ? Math.min(...moments) - this.#parts.now() : null;
  }

  async #wishFor(person: string, issuers: PassportWish["issuers"]): Promise<PassportWish | null> {
    try {
      this.#key ??= await deviceKey(this.#parts.keyFile);
      this.#keyProblem = null;
      return { issuers, asked: this.#asked, person, key: this.#key, now: this.#parts.now() };
    } catch (error) {
      if (!(error instanceof PassportError)) throw error;
      this.#keyProblem = error.message;
      return null;
    }
  }

  #news(): readonly PassportNote[] {
    const before = new Set(this.#notes.map(({ detail, mark }) => detail + mark));
    this.#notes = [...this.#refusals(), ...notesOf(this.#now.held)];
    return this.#notes.filter(({ detail, mark }) => !before.has(detail + mark));
  }

  #refusals(): readonly PassportNote[] {
    const unread = this.#now.held.flatMap(({ passport, standing }) =>
      standing.fault === "no_status" ? [this.#lists.problemOf(passport)] : [],
    );
    const none = this.#wish !== null && this.#now.held.length === 0 && this.#places.problems().length === 0;
    return [
      this.#keyProblem,
      ...this.#places.problems(),
      ...unread,
      none
        ? "The policy asks for a passport, and there is none. Name one under `passport` in the configuration."
        : null,
    ].flatMap((detail) => (detail === null ? [] : [{ what: "refused" as const, detail, mark: "" }]));
  }
}
