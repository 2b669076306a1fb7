import { createPrivateKey } from "node:crypto";
import { passphraseProblem, seal, unseal } from "../../platform/sealed.ts";
import { PassportError } from "../fault.ts";
import type { Algorithm } from "../form.ts";
import { newSecret, signingKeyOf, type SigningKey } from "../signing-key.ts";

/** An issuer's new key, with the file that it is kept in. */
interface NewIssuerKey {
  readonly key: SigningKey;
  /** The private key under a passphrase, as age has it. */
  readonly file: string;
}

/** Makes an issuer's key and encrypts it. `workFactor` is smaller in tests alone. */
export async function newIssuerKey(
  alg: Algorithm,
  passphrase: string,
  workFactor?: number,
): Promise<NewIssuerKey> {
  const problem = passphraseProblem(passphrase);
  if (problem !== null) throw new PassportError("key", problem);
  const secret = newSecret(alg);
  const file = await seal(secret.export({ type: "pkcs8", format: "pem" }).toString(), passphrase, workFactor);
  return { key: await signingKeyOf(secret), file };
}

/** Opens an issuer's key; throws a `PassportError` `key` where passphrase or file are wrong. */
export async function openIssuerKey(text: string, passphrase: string): Promise<SigningKey> {
  try {
    return await signingKeyOf(createPrivateKey(await unseal(text, passphrase)));
  } catch (error) {
    throw new PassportError(
      "key",
      "The issuer’s key does not open: the passphrase is wrong, or its file is damaged.",
      error,
    );
  }
}
