import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import type { Algorithm } from "./form.ts";

/** A private key that signs passports, or that one is bound to. */
export interface SigningKey {
  readonly alg: Algorithm;
  readonly public: PublicJwk;
  /** RFC 7638, base64url. */
  readonly thumbprint: string;
  /** Signs and gives base64url, as a JWS has it. */
  readonly sign: (data: string) => string;
}

/** A public key without its names: what a thumbprint is made of, and all that verifying needs. */
export function bareJwk(key: PublicJwk): JWK {
  const { kty, crv, x } = key;
  return key.kty === "EC" ? { kty, crv, x, y: key.y } : { kty, crv, x };
}

/** What a key signs by, and is verified by. */
export function algOf({ kty }: PublicJwk): Algorithm {
  return kty === "OKP" ? "EdDSA" : "ES256";
}

/** A key's thumbprint (RFC 7638), base64url. */
export async function thumbprintOf(key: PublicJwk): Promise<string> {
  return await calculateJwkThumbprint(bareJwk(key));
}

/** A new private key. */
export function newSecret(alg: Algorithm): KeyObject {
  return alg === "EdDSA"
    ? generateKeyPairSync("ed25519").privateKey
    : generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

/** What signs with a private key of Ed25519 or P-256; throws where it is another. */
export async function signingKeyOf(secret: KeyObject): Promise<SigningKey> {
  const jwk = PublicJwk.parse(createPublicKey(secret).export({ format: "jwk" }));
  const alg = algOf(jwk);
  const digest = alg === "EdDSA" ? null : "sha256";
  return {
    alg,
    public: jwk,
    thumbprint: await thumbprintOf(jwk),
    sign: (data) =>
      sign(digest, Buffer.from(data), { key: secret, dsaEncoding: "ieee-p1363" }).toString("base64url"),
  };
}
