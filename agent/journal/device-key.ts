import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** The key that signs this device's checkpoints; without one `problem` says why there are none. */
export interface DeviceKey {
  readonly key: KeyObject | null;
  readonly problem: string | null;
}

/** Reads the device's Ed25519 key, or makes it once: PKCS #8 in PEM for this user alone, and `….pub` beside it. */
export function deviceKey(file: string): DeviceKey {
  try {
    return keptKey(file) ?? madeKey(file);
  } catch (error) {
    return unusable(`The device key ${file} cannot be read or made: ${wordsOf(error)}.`);
  }
}

/** The device's key where there is one; null where there is none. Never makes one. */
export function keptKey(file: string): DeviceKey | null {
  const pem = textIn(file);
  if (pem === null) return null;
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return { key, problem: null };
  } catch {
    // Said below: what is wrong with a key's bytes is nothing that one could read.
  }
  return unusable(
    `The device key ${file} is no Ed25519 key in PEM. Put it back, or remove it and a new one is made; checkpoints are not signed until then.`,
  );
}

function madeKey(file: string): DeviceKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeDurably(`${file}.pub`, createPublicKey(privateKey).export({ format: "pem", type: "spki" }), "w");
  writeDurably(file, privateKey.export({ format: "pem", type: "pkcs8" }), "wx");
  return { key: privateKey, problem: null };
}

/** A key that signed something must not be gone after a power cut. */
function writeDurably(file: string, pem: string | Buffer, flag: "w" | "wx"): void {
  const descriptor = openSync(file, flag, 0o600);
  try {
    writeSync(descriptor, pem.toString());
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function textIn(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function unusable(problem: string): DeviceKey {
  return { key: null, problem };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}
