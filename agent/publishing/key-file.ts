import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { passphraseProblem, seal, unseal, WORK_FACTOR } from "../platform/sealed.ts";
import { PublishingError } from "./fault.ts";
import { keyId, publicKeyOf, rawEd25519 } from "./public-key.ts";
import type { Signer } from "./signing.ts";

/** A new key, and the file that it is kept in. */
export interface NewKey {
  /** 64 hexadecimal digits. */
  readonly public: string;
  readonly signer: Signer;
  /** The private key under a passphrase, as age has it. */
  readonly file: string;
}

/** Makes an Ed25519 key and encrypts it. `workFactor` is smaller in tests alone. */
export async function newKeyFile(
  name: string,
  passphrase: string,
  workFactor = WORK_FACTOR,
): Promise<NewKey> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const problem = passphraseProblem(passphrase);
  if (problem !== null) throw new PublishingError("key", problem);
  const file = await seal(
    privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    passphrase,
    workFactor,
  );
  return { public: rawEd25519(publicKey), signer: signerOf(name, privateKey), file };
}

/** Opens a key file; throws `key` where the passphrase is wrong or the file holds another key than `expected`. */
export async function openKeyFile(
  name: string,
  text: string,
  passphrase: string,
  expected: string,
): Promise<Signer> {
  const signer = signerOf(name, await opened(name, text, passphrase));
  if (signer.id !== expected)
    throw new PublishingError(
      "key",
      `The file of ${name} holds another key than publisher.yaml says. Put the right file in its place.`,
    );
  return signer;
}

function signerOf(name: string, secret: KeyObject): Signer {
  const key = publicKeyOf(createPublicKey(secret).export({ type: "spki", format: "pem" }).toString());
  return { name, id: keyId(key), key, sign: (bytes) => Promise.resolve(sign(null, bytes, secret)) };
}

async function opened(name: string, text: string, passphrase: string): Promise<KeyObject> {
  try {
    return createPrivateKey(await unseal(text, passphrase));
  } catch (error) {
    throw new PublishingError(
      "key",
      `The key ${name} does not open: the passphrase is wrong, or its file is damaged.`,
      error,
    );
  }
}
