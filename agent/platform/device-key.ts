import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeDurably } from "./durable-file.ts";
import { systemWords } from "./fault.ts";

/** The key that signs this device's checkpoints; where there is none, `problem` says why. */
export interface DeviceKey {
  readonly key: KeyObject | null;
  readonly problem: string | null;
}

/**
 * Reads the device's Ed25519 key, or makes it once: PKCS #8 in PEM for this user alone, and its public half beside it
 * as `….pub`. A key that signed something must not be gone after a power cut, so it is on the disk before it signs.
 */
export function deviceKey(file: string): DeviceKey {
  try {
    return existsSync(file) ? keptKey(file) : madeKey(file);
  } catch (error) {
    return without(`The device key ${file} cannot be read or made: ${systemWords(error)}.`);
  }
}

/** The device's key where there is one; never makes one. */
export function existingDeviceKey(file: string): KeyObject | null {
  return existsSync(file) ? deviceKey(file).key : null;
}

function madeKey(file: string): DeviceKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  writeDurably(`${file}.pub`, pemOf(createPublicKey(privateKey).export({ format: "pem", type: "spki" })));
  writeDurably(file, pemOf(privateKey.export({ format: "pem", type: "pkcs8" })));
  return { key: privateKey, problem: null };
}

function keptKey(file: string): DeviceKey {
  const key = keyIn(readFileSync(file, "utf8"));
  if (key?.asymmetricKeyType === "ed25519") return { key, problem: null };
  return without(
    `The device key ${file} is no Ed25519 key in PEM. Put it back, or remove it and a new one is made; the journal's checkpoints are not signed until then.`,
  );
}

function keyIn(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function pemOf(exported: string | Buffer): string {
  return exported.toString();
}

function without(problem: string): DeviceKey {
  return { key: null, problem };
}
