import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { ReviewerJwk } from "../../shared/schema/reviewer.ts";
import { passphraseProblem, seal, unseal } from "../platform/sealed.ts";
import { ReviewError } from "./fault.ts";

/** A reviewer's key, open. */
export interface ReviewerKey {
  readonly secret: KeyObject;
  readonly public: ReviewerJwk;
  /** RFC 7638, base64url: the `kid` of what is encrypted to it. */
  readonly thumbprint: string;
}

/** A new key, and the file that it is kept in. */
interface NewReviewerKey {
  readonly key: ReviewerKey;
  /** The private key under a passphrase, as age has it. */
  readonly file: string;
}

/** Makes a reviewer's key of P-256 and encrypts it. `workFactor` is smaller in tests alone. Throws `key`. */
export async function newReviewerKey(passphrase: string, workFactor?: number): Promise<NewReviewerKey> {
  const problem = passphraseProblem(passphrase);
  if (problem !== null) throw new ReviewError("key", problem);
  const secret = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const file = await seal(secret.export({ type: "pkcs8", format: "pem" }).toString(), passphrase, workFactor);
  return { key: await keyOf(secret), file };
}

/** Opens a reviewer's key; throws `key` where passphrase or file are wrong. */
export async function openReviewerKey(text: string, passphrase: string): Promise<ReviewerKey> {
  try {
    return await keyOf(createPrivateKey(await unseal(text, passphrase)));
  } catch (error) {
    throw new ReviewError(
      "key",
      "The reviewer’s key does not open: the passphrase is wrong, or the file is none that `lanyard reviewer new` made.",
      error,
    );
  }
}

async function keyOf(secret: KeyObject): Promise<ReviewerKey> {
  const jwk = ReviewerJwk.parse(createPublicKey(secret).export({ format: "jwk" }));
  return { secret, public: jwk, thumbprint: await calculateJwkThumbprint(jwk) };
}
