import type { ReviewerJwk } from "../../shared/schema/reviewer.ts";

const ENCODER = new TextEncoder();
const BITS = 256;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What the agreed secret is for (RFC 7518, 4.6.2), which is hashed along with it. */
const WRAPPING = "ECDH-ES+A256KW";

/** A new key for the content of one record. */
export function newContentKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: BITS }, true, ["encrypt"]);
}

/** The key's 32 bytes. */
export async function bytesOfKey(key: CryptoKey): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key));
}

/** Encrypts under a key that both sides have: a compact JWE (RFC 7516) with `alg` dir and `enc` A256GCM. */
export function encryptUnder(key: CryptoKey, plain: Uint8Array<ArrayBuffer>): Promise<string> {
  return compact({ alg: "dir", enc: "A256GCM" }, "", key, plain);
}

/**
 * Encrypts to a public key: a compact JWE with `alg` ECDH-ES+A256KW and `enc` A256GCM, whose `kid` is the key's thumbprint
 * (RFC 7638). `holds`: what the content type says, `JWE` where it is another one.
 */
export async function encryptTo(
  { kty, crv, x, y }: ReviewerJwk,
  plain: Uint8Array<ArrayBuffer>,
  holds: "JWE" | null = null,
): Promise<string> {
  const curve = { name: "ECDH", namedCurve: crv };
  const [to, own, key] = await Promise.all([
    crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, false, []),
    crypto.subtle.generateKey(curve, true, ["deriveBits"]),
    newContentKey(),
  ]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: to }, own.privateKey, BITS);
  const wrapping = await wrappingKey(new Uint8Array(shared));
  const wrapped = await crypto.subtle.wrapKey("raw", key, wrapping, "AES-KW");
  const epk = await crypto.subtle.exportKey("jwk", own.publicKey);
  const header = {
    alg: WRAPPING,
    enc: "A256GCM",
    ...(holds !== null && { cty: holds }),
    epk: { kty, crv, x: epk.x, y: epk.y },
    kid: await thumbprint({ crv, kty, x, y }),
  };
  return compact(header, base64url(new Uint8Array(wrapped)), key, plain);
}

/** The key that wraps another, by the Concat KDF of NIST SP 800-56A with nothing known of either side (RFC 7518, 4.6.2). */
async function wrappingKey(secret: Uint8Array): Promise<CryptoKey> {
  const purpose = ENCODER.encode(WRAPPING);
  const nobody = uint32(0);
  const parts = [uint32(1), secret, uint32(purpose.length), purpose, nobody, nobody, uint32(BITS)];
  const hash = await crypto.subtle.digest("SHA-256", joined(parts));
  return crypto.subtle.importKey("raw", hash, "AES-KW", false, ["wrapKey"]);
}

async function compact(
  header: object,
  encryptedKey: string,
  key: CryptoKey,
  plain: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const head = base64url(ENCODER.encode(JSON.stringify(header)));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const how = { name: "AES-GCM", iv, additionalData: ENCODER.encode(head), tagLength: TAG_BYTES * 8 };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, plain));
  const [text, tag] = [sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)];
  return [head, encryptedKey, base64url(iv), base64url(text), base64url(tag)].join(".");
}

async function thumbprint(members: ReviewerJwk): Promise<string> {
  const { crv, kty, x, y } = members;
  const text = ENCODER.encode(JSON.stringify({ crv, kty, x, y }));
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", text)));
}

function uint32(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes that go through `String.fromCharCode` at once: every one is an argument. */
const AT_ONCE = 8_192;

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    binary += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
