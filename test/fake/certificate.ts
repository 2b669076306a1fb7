import { createHash, X509Certificate } from "node:crypto";
import { generate } from "selfsigned";

/** A certificate that lives as long as the process that made it. All texts are PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** SHA-256 of the public key, base64: what Chromium's `--ignore-certificate-errors-spki-list` takes. */
  readonly spki: string;
}

/** Makes a self-signed certificate for these host names, `localhost` and 127.0.0.1. */
export async function makeCertificate(names: readonly string[]): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: "Lanyard stand-ins" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + 30 * 24 * 3_600_000),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          ...[...names, "localhost"].map((value) => ({ type: 2 as const, value })),
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const spki = new X509Certificate(made.cert).publicKey.export({ type: "spki", format: "der" });
  return {
    key: made.private,
    certificate: made.cert,
    spki: createHash("sha256").update(spki).digest("base64"),
  };
}
