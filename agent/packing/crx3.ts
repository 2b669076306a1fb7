import { createHash } from "node:crypto";
import type { SigningKey } from "./signing-key.ts";

/** Numbers of the fields that hold bytes in Chromium's `crx3.proto`. */
const RSA_PROOF = 2;
const SIGNED_DATA = 10_000;
const PROOF_PUBLIC_KEY = 1;
const PROOF_SIGNATURE = 2;
const CRX_ID = 1;

/**
 * A package as Chromium's family installs it: `Cr24`, format 3, a header with the signature, and the zip. The same zip
 * and key give the same bytes, which are those of Chromium's own packer.
 */
export function crx3(zip: Uint8Array, key: SigningKey): Buffer {
  const crxId = createHash("sha256").update(key.publicDer).digest().subarray(0, 16);
  const signedData = field(CRX_ID, crxId);
  const signature = key.sign(
    Buffer.concat([Buffer.from("CRX3 SignedData\0"), uint32(signedData.length), signedData, zip]),
  );
  const proof = Buffer.concat([field(PROOF_PUBLIC_KEY, key.publicDer), field(PROOF_SIGNATURE, signature)]);
  const header = Buffer.concat([field(RSA_PROOF, proof), field(SIGNED_DATA, signedData)]);
  return Buffer.concat([Buffer.from("Cr24"), uint32(3), uint32(header.length), header, zip]);
}

/** A field of protocol buffers that holds bytes: its number with wire type 2, their length, the bytes. */
function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  return value < 0x80
    ? Buffer.from([value])
    : Buffer.concat([Buffer.from([(value & 0x7f) | 0x80]), varint(value >> 7)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
