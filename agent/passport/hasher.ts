import { createHash } from "node:crypto";

/** Hashes for the SD-JWT library: SHA-256 is all that passports use. */
export function hasher(data: string | ArrayBuffer): Uint8Array {
  return createHash("sha256")
    .update(typeof data === "string" ? data : new Uint8Array(data))
    .digest();
}
