import * as z from "zod/mini";
import { Duration, said } from "./policy-words.ts";
import { CLAIMS, Claim } from "./proof.ts";
import { Name } from "./text.ts";

/** Base64url of 32 bytes: a coordinate of P-256, or a key of Ed25519. */
const Coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

const keyWords = {
  kid: said(z.optional(Name), "Its name, where passports say which key signed them."),
  use: said(z.optional(z.literal("sig")), "What it is for: `sig`."),
};

const EllipticKey = z.strictObject({
  kty: said(z.literal("EC"), "The kind of key."),
  crv: said(z.literal("P-256"), "Its curve."),
  x: said(Coordinate, "The public key, as JWK has it."),
  y: said(Coordinate, "The public key, as JWK has it."),
  alg: said(z.optional(z.literal("ES256")), "How it signs."),
  ...keyWords,
});

const EdwardsKey = z.strictObject({
  kty: said(z.literal("OKP"), "The kind of key."),
  crv: said(z.literal("Ed25519"), "Its curve."),
  x: said(Coordinate, "The public key, as JWK has it."),
  alg: said(z.optional(z.literal("EdDSA")), "How it signs."),
  ...keyWords,
});

/** A public key that passports are signed with, or bound to. A private one is refused: it has a key that is not known. */
export const PublicJwk = z.union([EllipticKey, EdwardsKey]);
export type PublicJwk = z.infer<typeof PublicJwk>;

/** An issuer of passports, and for what it is trusted. */
export const PassportIssuer = z.strictObject({
  id: said(
    Name,
    "Who it is: the `iss` of its passports, as it stands there.",
    "https://passports.example.com",
  ),
  keys: said(
    z.array(PublicJwk).check(z.minLength(1), z.maxLength(10)),
    "Its public keys, each as a JWK of Ed25519 or P-256. Several while one takes over from another.",
  ),
  may_say: said(
    z.array(Claim).check(z.minLength(1)),
    `What it is trusted for, of ${CLAIMS.join(", ")}. Whatever else it says is not proven.`,
    ["level", "compartments", "us_person"],
  ),
  greatest_age: said(
    z.optional(Duration),
    "The age of a passport from which on it proves nothing, whatever it says itself.",
    "48h",
  ),
  type: said(
    z.optional(Name),
    "The `vct` of its passports; that of Lanyard’s own where left out.",
    "urn:example:id:1",
  ),
  called: said(
    z.optional(z.partialRecord(Claim, Name)),
    "What its passports call a claim, where that is another name.",
    { citizenship: "nationalities" },
  ),
});
export type PassportIssuer = z.infer<typeof PassportIssuer>;
