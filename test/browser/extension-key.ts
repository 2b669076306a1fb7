import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";

/** An extension's identity: who has the private key makes its updates. */
export interface ExtensionKey {
  /** PKCS #8. */
  readonly privatePem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicDer: Uint8Array;
  readonly id: string;
}

/** Makes a new RSA key of 2,048 bits, the kind that CRX files are signed with. */
export function makeExtensionKey(): ExtensionKey {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return extensionKeyFrom(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
}

/** The identity that belongs to a private key in PKCS #8 PEM. */
export function extensionKeyFrom(privatePem: string): ExtensionKey {
  const publicDer = createPublicKey(privatePem).export({ type: "spki", format: "der" });
  return { privatePem, publicDer, id: extensionIdOf(publicDer) };
}

/** The id Chromium gives to an extension with this public key: 32 letters, a to p, of its SHA-256. */
export function extensionIdOf(publicDer: Uint8Array): string {
  const digest = createHash("sha256").update(publicDer).digest("hex").slice(0, 32);
  return digest.replaceAll(/./g, (digit) =>
    String.fromCharCode("a".charCodeAt(0) + Number.parseInt(digit, 16)),
  );
}
