import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { PackError } from "./fault.ts";

/** An extension's identity in Chromium's family: who has this key makes its updates. */
export interface SigningKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicDer: Buffer;
  /** The extension's id. */
  readonly id: string;
  /** RSA with PKCS #1 v1.5 and SHA-256: the same bytes have the same signature. */
  readonly sign: (bytes: Uint8Array) => Buffer;
}

/** Makes a new RSA key of 2,048 bits, the kind that Chromium's own packer makes, as PKCS #8 PEM. */
export function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** The key of a PEM; throws `bad_key` where there is none in it that browsers take. */
export function signingKeyOf(pem: string): SigningKey {
  const key = privateKeyOf(pem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < 2_048)
    throw new PackError("bad_key", `The key is no RSA key of 2,048 bits or more. ${MAKE_ONE}`);
  const publicDer = createPublicKey(key).export({ type: "spki", format: "der" });
  return { publicDer, id: extensionIdOf(publicDer), sign: (bytes) => sign("sha256", bytes, key) };
}

const MAKE_ONE = "Make one: lanyard pack --new-key extension.pem";

function privateKeyOf(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new PackError("bad_key", `The key cannot be read as a private key in PEM. ${MAKE_ONE}`, cause);
  }
}

/** The id that Chromium gives to an extension with this public key (DER): its SHA-256, half of it, in letters from a to p. */
export function extensionIdOf(publicDer: Uint8Array): string {
  const digits = createHash("sha256").update(publicDer).digest("hex").slice(0, 32);
  return digits.replaceAll(/./g, (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 16)));
}
