import { randomUUID } from "node:crypto";
import type { CompiledIssuer } from "../../../shared/policy/compiled-policy.ts";
import type { Claim } from "../../../shared/schema/proof.ts";
import { bound, reduced, select } from "../disclose.ts";
import { PassportError } from "../fault.ts";
import { digestOf, partsOf } from "../parts.ts";
import type { SigningKey } from "../signing-key.ts";
import { issuerOf, verifyPassport, type Passport } from "../verify.ts";
import type { KeptFiles } from "./kept-files.ts";

/** What a passport is looked at for. */
export interface PassportWish {
  readonly issuers: readonly CompiledIssuer[];
  /** The claims that policy asks for; of the others nothing is read. */
  readonly asked: readonly Claim[];
  readonly person: string;
  readonly key: SigningKey;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** A passport that was verified here. */
export interface AcceptedPassport {
  readonly passport: Passport;
  /** With what was asked for and nothing besides. */
  readonly text: string;
  /** Asked for, and its issuer may not say it. */
  readonly untrusted: readonly Claim[];
}

const AUDIENCE = "lanyard-agent";

/** One place that a passport comes from, with the last one of it that was accepted: that stays while newer ones are refused. */
export class PassportSource {
  /** The place in words: a file or an address. */
  readonly place: string;
  accepted: AcceptedPassport | null = null;
  /** Why the newest text is not accepted, in a sentence; null: it is, or there is none. */
  refusal: string | null = null;
  readonly #kept: KeptFiles;
  #text: string | null = null;
  /** Of what was verified last: as it came, and as it was kept. */
  #looked: readonly string[] = [];

  constructor(place: string, kept: KeptFiles) {
    this.place = place;
    this.#kept = kept;
  }

  /** True until a text was ever offered. */
  get isEmpty(): boolean {
    return this.#text === null;
  }

  /** Takes the text that lies there now, which the next look is at. */
  offer(text: string): void {
    this.#text = text;
  }

  /** Verifies what has not been verified for this wish yet. */
  async look(wish: PassportWish): Promise<void> {
    const mark = markOf(this.#text ?? "", wish);
    if (this.#text === null || this.#looked.includes(mark)) return;
    this.#looked = [mark];
    const before = this.accepted;
    try {
      this.accepted = await this.#accept(this.#text, wish);
      this.refusal = null;
      // What was not asked for is let go.
      this.#text = this.accepted.text;
      this.#looked = [mark, markOf(this.#text, wish)];
    } catch (error) {
      if (!(error instanceof PassportError)) throw error;
      // It begins by itself, so it is looked at again.
      if (error.code === "not_yet") this.#looked = [];
      this.refusal = `The passport from ${this.place} is refused. ${error.message}`;
      this.accepted = before === null ? null : await this.#again(before, wish);
    }
  }

  /** Policy may have changed what the last accepted one is good for. */
  async #again({ text }: AcceptedPassport, wish: PassportWish): Promise<AcceptedPassport | null> {
    try {
      return await this.#accept(text, wish);
    } catch (error) {
      if (error instanceof PassportError) return null;
      throw error;
    }
  }

  async #accept(
    whole: string,
    { issuers, asked, person, key, now }: PassportWish,
  ): Promise<AcceptedPassport> {
    const parts = partsOf(whole);
    const issuer = issuerOf(parts, issuers);
    const { disclosed, untrusted } = select(parts, issuer, asked);
    const text = reduced(parts, issuer, disclosed);
    const occasion = { audience: AUDIENCE, nonce: randomUUID(), now };
    const shown = await bound(text, key, occasion);
    const passport = await verifyPassport(shown, {
      issuers: [issuer],
      device: key.public,
      person,
      occasion,
    });
    this.#refuseOlder(passport, parts.payload.vct, now);
    return { passport, text, untrusted };
  }

  /** A passport that said more must not come back after one that says less. */
  #refuseOlder({ issuer, subject, issued, begins }: Passport, type: string, now: number): void {
    if (now < begins) throw new PassportError("not_yet", `It begins at ${new Date(begins).toISOString()}.`);
    const kind = JSON.stringify([issuer.id, type, subject]);
    const floor = this.#kept.floor(kind);
    if (issued < floor)
      throw new PassportError(
        "older",
        `It was issued at ${new Date(issued).toISOString()}, and one of ${new Date(floor).toISOString()} was accepted before.`,
      );
    const problem = this.#kept.raise(kind, issued);
    if (problem !== null) throw new PassportError("unreadable", problem);
  }
}

function markOf(text: string, { issuers, asked, person, key }: PassportWish): string {
  return digestOf(JSON.stringify([text, issuers, asked, person, key.thumbprint]));
}
