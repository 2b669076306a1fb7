import { bytesOfBase64 } from "./base64.ts";
import { eachOf, isTree, NOTHING, type Decoded } from "./decoded.ts";
import { gunzip } from "./gzip.ts";
import { decodeJsonBytes } from "./json.ts";
import { ProtoValue } from "./protobuf.ts";
import { lenientText, utf8Of } from "./text.ts";

const COMPRESSED = 1;
/** Connect's last envelope, and the trailers of gRPC in browsers: no message. */
const ENDS = new Set([0x02, 0x80]);
const HEADER = 5;
/** Most messages of one body. */
const MESSAGE_LIMIT = 1_000;
const OPEN_OBJECT = 123;

/**
 * Reads messages of Connect and gRPC, JSON or protobuf, in envelopes (a flag, four bytes of length) or bare, and
 * envelopes in base64, as gRPC in browsers sends them (`grpc-web-text`). The flag is
 * no field's tag and no JSON, so the first byte tells. Several messages count with all they hold.
 */
export function decodeRpc(body: Uint8Array): Decoded {
  const bytes = isTextOfEnvelopes(body) ? bytesOfGroups(body) : body;
  if (bytes === null) return NOTHING;
  const first = bytes[0] ?? 0;
  const messages = first < 4 ? messagesOf(bytes) : [bytes];
  const [message] = messages ?? [];
  if (messages === null || message === undefined) return NOTHING;
  if (message[0] !== OPEN_OBJECT) return decodeProto(messages);
  const texts = messages.map((one) => utf8Of(one));
  const read = texts.map(({ utf8 }) => decodeJsonBytes(utf8));
  const isText = texts.every((one) => one.sound);
  const sound = isText && read.every((one) => one.sound);
  const whole = isText && read.every((one) => one.whole);
  return { root: eachOf(read.map(({ root }) => root).filter(isTree)), sound, whole };
}

/** Base64 of a flag of 0 or 1 and a length below 16 MB. Such a message of protobuf would begin with field 8 of eight bytes. */
const TEXT_OF_ENVELOPES = /^A[AQ][A-D][A-Za-z0-9+/=\s]*$/;
const LETTER_A = 65;

function isTextOfEnvelopes(bytes: Uint8Array): boolean {
  return bytes[0] === LETTER_A && TEXT_OF_ENVELOPES.test(lenientText(bytes));
}

/** A stream is several texts of base64 in a row, each with its own end. */
function bytesOfGroups(bytes: Uint8Array): Uint8Array | null {
  const groups =
    lenientText(bytes)
      .replaceAll(/\s/g, "")
      .match(/[^=]+={0,2}/g) ?? [];
  const parts = groups.map(bytesOfBase64);
  return parts.includes(null) ? null : joined(parts.filter((part) => part !== null));
}

/** Messages of protobuf one after the other are one message with all their fields, by its own rules. */
function decodeProto(messages: readonly Uint8Array[]): Decoded {
  const root = new ProtoValue(joined(messages));
  const sound = root.step("*") !== null;
  return { root: sound ? root : null, sound, whole: sound };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function messagesOf(bytes: Uint8Array): Uint8Array[] | null {
  const messages: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    if (at + HEADER > bytes.length || messages.length >= MESSAGE_LIMIT) return null;
    const flag = view.getUint8(at);
    const end = at + HEADER + view.getUint32(at + 1);
    if (end > bytes.length) return null;
    const payload = bytes.subarray(at + HEADER, end);
    const message = flag === COMPRESSED ? gunzip(payload) : payload;
    if (message === null || (flag > COMPRESSED && !ENDS.has(flag))) return null;
    if (!ENDS.has(flag)) messages.push(message);
    at = end;
  }
  return messages;
}
