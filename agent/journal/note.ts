import { createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";

/** Whose signature is asked for: a name, and an Ed25519 public key of 32 bytes. */
export interface NoteKey {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A signed note (C2SP signed-note), read but not yet believed. */
export interface SignedNote {
  /** With its last newline: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** One signature line. */
interface NoteSignature {
  readonly name: string;
  readonly keyId: Buffer;
  readonly bytes: Buffer;
}

/** Signature type of Ed25519 in key ids and verifier keys. */
const ED25519 = Buffer.from([1]);
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
/** Characters of the largest note that is looked at. */
const NOTE_LIMIT = 100_000;
/** DER of an Ed25519 public key before its 32 bytes (RFC 8410). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** The 32 bytes of an Ed25519 key's public half. */
export function publicBytes(key: KeyObject): Buffer {
  const jwk = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  return Buffer.from(jwk.x ?? "", "base64url");
}

/** The public key of 32 bytes as Node knows it. */
function publicKeyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: "der", type: "spki" });
}

/** The first four bytes of SHA-256 over name, newline, type and key. */
function keyIdOf({ name, bytes }: NoteKey): Buffer {
  const named = Buffer.concat([Buffer.from(`${name}\n`), ED25519, bytes]);
  return hash("sha256", named, "buffer").subarray(0, KEY_ID_BYTES);
}

/** A text that ends in a newline, as a note signed under a name. */
export function signNote(text: string, name: string, key: KeyObject): string {
  const keyId = keyIdOf({ name, bytes: publicBytes(key) });
  const signature = Buffer.concat([keyId, sign(null, Buffer.from(text), key)]).toString("base64");
  return `${text}\n— ${name} ${signature}\n`;
}

/** Reads a note; null for what is none. */
export function readNote(note: string): SignedNote | null {
  const end = note.lastIndexOf("\n\n");
  if (note.length > NOTE_LIMIT || end < 0 || !note.isWellFormed() || hasControls(note)) return null;
  const lines = note.slice(end + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0) return null;
  const signatures = lines.map(signatureOf);
  return signatures.includes(null)
    ? null
    : { text: note.slice(0, end + 1), signatures: signatures.filter((one) => one !== null) };
}

function hasControls(note: string): boolean {
  return Array.from(note).some((character) => character < " " && character !== "\n");
}

function signatureOf(line: string): NoteSignature | null {
  const [, name = "", base64 = ""] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length <= KEY_ID_BYTES || bytes.toString("base64") !== base64) return null;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), bytes: bytes.subarray(KEY_ID_BYTES) };
}

/** Whether a key signed a note. Signatures of other keys are ignored; one of this key that is wrong refuses the note. */
export function isSignedBy({ text, signatures }: SignedNote, key: NoteKey): boolean {
  const keyId = keyIdOf(key);
  const own = signatures.filter((one) => one.name === key.name && one.keyId.equals(keyId));
  return own.length > 0 && own.every(({ bytes }) => isSignature(bytes, text, key));
}

function isSignature(signature: Buffer, text: string, { bytes }: NoteKey): boolean {
  return verify(null, Buffer.from(text), publicKeyOf(bytes), signature);
}

/** A key as one word, as the Go checksum database and the tools around it write it: `name+id+base64`. */
export function verifierKey(key: NoteKey): string {
  return `${key.name}+${keyIdOf(key).toString("hex")}+${Buffer.concat([ED25519, key.bytes]).toString("base64")}`;
}

/** Reads a verifier key; null for what is none, or of another kind than Ed25519. */
export function readVerifierKey(text: string): NoteKey | null {
  const [, name = "", keyId = "", base64 = ""] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text) ?? [];
  const typed = Buffer.from(base64, "base64");
  if (typed.length !== 1 + KEY_BYTES || typed[0] !== ED25519[0] || typed.toString("base64") !== base64)
    return null;
  const key = { name, bytes: typed.subarray(1) };
  return keyIdOf(key).toString("hex") === keyId ? key : null;
}
