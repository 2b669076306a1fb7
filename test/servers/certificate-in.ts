import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeCertificate } from "../fake/certificate.ts";

/**
 * Makes a folder with a server's certificate for `localhost`, `ca.pem`, which clients are to trust too, and with its
 * key, `key.pem`. Gives the certificate's path.
 */
export async function certificateIn(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { key, certificate } = await makeCertificate([]);
  await writeFile(join(folder, "key.pem"), key, { mode: 0o600 });
  await writeFile(join(folder, "ca.pem"), certificate);
  return join(folder, "ca.pem");
}
