import { createPrivateKey } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemCode, systemWords } from "../../platform/fault.ts";
import { PassportError } from "../fault.ts";
import { newSecret, signingKeyOf, type SigningKey } from "../signing-key.ts";

/**
 * The key of this person on this device, which their passports are bound to; made once, in a file for this user alone.
 * Throws a `PassportError` where it cannot be kept or read: a key that lasts for one run is bound to nothing.
 */
export async function deviceKey(file: string): Promise<SigningKey> {
  makeOnce(file);
  try {
    return await signingKeyOf(createPrivateKey(readFileSync(file, "utf8")));
  } catch (error) {
    throw new PassportError(
      "unreadable",
      `The device key ${file} cannot be used: ${systemCode(error) === null ? "it is no key" : systemWords(error)}. Remove it, and a new one is made; passports must then be issued anew.`,
      error,
    );
  }
}

function makeOnce(file: string): void {
  // P-256, since that is what the keystores of systems hold.
  const fresh = newSecret("ES256").export({ type: "pkcs8", format: "pem" });
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, fresh, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (systemCode(error) === "EEXIST") return;
    throw new PassportError(
      "unreadable",
      `The device key ${file} cannot be written: ${systemWords(error)}.`,
      error,
    );
  }
}
