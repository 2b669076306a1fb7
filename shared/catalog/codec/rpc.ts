import { eachOf, isTree, NOTHING, type Decoded } from "./decoded.ts";
import { gunzip } from "./gzip.ts";
import { decodeJsonBytes } from "./json.ts";
import { ProtoValue } from "./protobuf.ts";
import { utf8Of } from "./text.ts";

const COMPRESSED = 1;
/** Connect's last envelope, and the trailers of gRPC in browsers: no message. */
const ENDS = new Set([0x02, 0x80]);
const HEADER = 5;
/** Most messages of one body. */
const MESSAGE_LIMIT = 1_000;
const OPEN_OBJECT = 123;

/**
 * Reads messages of Connect and gRPC, JSON or protobuf, in envelopes (a flag, four bytes of length) or bare. The flag is
 * no field's tag and no JSON, so the first byte tells. Several messages count with all they hold.
 */
export function decodeRpc(bytes: Uint8Array): Decoded {
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

/** Messages of protobuf one after the other are one message with all their fields, by its own rules. */
function decodeProto(messages: readonly Uint8Array[]): Decoded {
  const all = new Uint8Array(messages.reduce((length, one) => length + one.length, 0));
  let at = 0;
  for (const one of messages) {
    all.set(one, at);
    at += one.length;
  }
  const root = new ProtoValue(all);
  const sound = root.step("*") !== null;
  return { root: sound ? root : null, sound, whole: sound };
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
