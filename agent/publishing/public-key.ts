import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { canonical } from "../journal/canonical.ts";
import { PublishingError } from "./fault.ts";
import type { PublicKey } from "./parts.ts";

const RAW_ED25519 = /^[0-9a-f]{64}$/;

/**
 * A public key as metadata has it, from PEM or from the 64 hexadecimal digits of Ed25519. Ed25519 and P-256 are known,
 * and each key has one spelling: the same key under two ids would count as two signers.
 */
export function publicKeyOf(text: string): PublicKey {
  const trimmed = text.trim();
  if (RAW_ED25519.test(trimmed)) return ed25519(trimmed);
  const key = pemKey(trimmed);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === "ed25519") return ed25519(rawEd25519(key));
  if (type === "ec" && details?.namedCurve === "prime256v1") return p256(key);
  throw new PublishingError(
    "malformed",
    `A public key is of a kind (${type ?? "none"}) that is not known here. Use Ed25519, or ECDSA on P-256.`,
  );
}

/** What a key is called in metadata: the SHA-256 of its canonical form. */
export function keyId(key: PublicKey): string {
  return createHash("sha256").update(canonical(key)).digest("hex");
}

/** The 64 hexadecimal digits of an Ed25519 key. */
export function rawEd25519(key: KeyObject): string {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
}

function ed25519(hex: string): PublicKey {
  return { keytype: "ed25519", scheme: "ed25519", keyval: { public: hex } };
}

function p256(key: KeyObject): PublicKey {
  const pem = key.export({ type: "spki", format: "pem" }).toString();
  return { keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256", keyval: { public: pem } };
}

function pemKey(text: string): KeyObject {
  try {
    return createPublicKey(text);
  } catch (error) {
    throw new PublishingError(
      "malformed",
      "A public key is neither PEM nor 64 hexadecimal digits. Write `-----BEGIN PUBLIC KEY-----` and what follows.",
      error,
    );
  }
}
