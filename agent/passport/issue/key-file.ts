import { createPrivateKey } from "node:crypto";
import { armor, Decrypter, Encrypter } from "age-encryption";
import { PassportError } from "../fault.ts";
import type { Algorithm } from "../form.ts";
import { newSecret, signingKeyOf, type SigningKey } from "../signing-key.ts";

/** Base-2 logarithm of scrypt's work: about a second for each guess of a passphrase. */
const WORK_FACTOR = 18;
/** Shorter ones are guessed. */
const SHORTEST = 10;

/** An issuer's new key, with the file that it is kept in. */
export interface NewIssuerKey {
  readonly key: SigningKey;
  /** The private key under a passphrase, as age has it. */
  readonly file: string;
}

/** Makes an issuer's key and encrypts it. `workFactor` is smaller in tests alone. */
export async function newIssuerKey(
  alg: Algorithm,
  passphrase: string,
  workFactor = WORK_FACTOR,
): Promise<NewIssuerKey> {
  if (passphrase.length < SHORTEST)
    throw new PassportError(
      "malformed",
      `A passphrase needs ${SHORTEST} characters at least. Take four or five random words.`,
    );
  const secret = newSecret(alg);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  const sealed = await encrypter.encrypt(secret.export({ type: "pkcs8", format: "pem" }).toString());
  return { key: await signingKeyOf(secret), file: `${armor.encode(sealed)}\n` };
}

/** Opens an issuer's key; throws a `PassportError` where passphrase or file are wrong. */
export async function openIssuerKey(text: string, passphrase: string): Promise<SigningKey> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await signingKeyOf(createPrivateKey(await decrypter.decrypt(armor.decode(text), "text")));
  } catch (error) {
    throw new PassportError(
      "unreadable",
      "The issuer’s key does not open: the passphrase is wrong, or its file is damaged.",
      error,
    );
  }
}
