import { SDJwtInstance } from "@sd-jwt/core";
import type { CompiledIssuer } from "../../shared/policy/compiled-policy.ts";
import type { Claim } from "../../shared/schema/proof.ts";
import { hasher } from "./hasher.ts";
import type { PassportParts } from "./parts.ts";
import type { SigningKey } from "./signing-key.ts";

/** What a presentation is made for, so that it cannot be shown again elsewhere or later. */
export interface Occasion {
  readonly audience: string;
  readonly nonce: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** The claims of a passport that policy asks for and its issuer may say, and those that stay where they are. */
export interface Selection {
  readonly disclosed: readonly Claim[];
  /** Asked for, and the issuer may not say them. */
  readonly untrusted: readonly Claim[];
  /** Names of what the file holds besides; nothing else of it is looked at. */
  readonly withheld: readonly string[];
}

/** Chooses by names alone: the values of what is not asked for are never read. */
export function select(
  { disclosures }: PassportParts,
  issuer: CompiledIssuer,
  asked: readonly Claim[],
): Selection {
  const held = new Set(disclosures.map(({ name }) => name));
  const there = asked.filter((claim) => held.has(calledBy(issuer, claim)));
  const disclosed = there.filter((claim) => issuer.maySay.includes(claim));
  const names = new Set(disclosed.map((claim) => calledBy(issuer, claim)));
  return {
    disclosed,
    untrusted: there.filter((claim) => !disclosed.includes(claim)),
    withheld: [...held].filter((name) => !names.has(name)),
  };
}

/** What an issuer's passports call a claim. */
export function calledBy({ called }: CompiledIssuer, claim: Claim): string {
  return called[claim] ?? claim;
}

/** The passport with these claims alone: nothing of the others is left in the text. */
export function reduced(
  { jwt, disclosures }: PassportParts,
  issuer: CompiledIssuer,
  claims: readonly Claim[],
): string {
  const names = new Set(claims.map((claim) => calledBy(issuer, claim)));
  const kept = disclosures.filter(({ name }) => names.has(name));
  return `${[jwt, ...kept.map(({ encoded }) => encoded)].join("~")}~`;
}

/** Proves that whoever shows a reduced passport holds the key that it is bound to (RFC 9901, 4.3). */
export async function bound(reducedPassport: string, key: SigningKey, occasion: Occasion): Promise<string> {
  const holder = new SDJwtInstance({ hasher, kbSigner: key.sign, kbSignAlg: key.alg });
  const { audience, nonce, now } = occasion;
  return await holder.present(reducedPassport, undefined, {
    kb: { payload: { iat: Math.floor(now / 1_000), aud: audience, nonce } },
  });
}
