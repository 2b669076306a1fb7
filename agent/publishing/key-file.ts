import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { armor, Decrypter, Encrypter } from "age-encryption";
import { PublishingError } from "./fault.ts";
import { keyId, publicKeyOf, rawEd25519 } from "./public-key.ts";
import type { Signer } from "./signing.ts";

/** Base-2 logarithm of scrypt's work: about a second for each guess of a passphrase. */
export const WORK_FACTOR = 18;

/** Shorter ones are guessed. */
const SHORTEST_PASSPHRASE = 10;

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
  const encrypter = new Encrypter();
  encrypter.setPassphrase(strongEnough(passphrase));
  encrypter.setScryptWorkFactor(workFactor);
  const sealed = await encrypter.encrypt(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  const signer = signerOf(name, privateKey);
  return { public: rawEd25519(publicKey), signer, file: `${armor.encode(sealed)}\n` };
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
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return createPrivateKey(await decrypter.decrypt(armor.decode(text), "text"));
  } catch (error) {
    throw new PublishingError(
      "key",
      `The key ${name} does not open: the passphrase is wrong, or its file is damaged.`,
      error,
    );
  }
}

function strongEnough(passphrase: string): string {
  if (passphrase.length >= SHORTEST_PASSPHRASE) return passphrase;
  throw new PublishingError(
    "key",
    `A passphrase needs ${SHORTEST_PASSPHRASE} characters at least. Take four or five random words.`,
  );
}
