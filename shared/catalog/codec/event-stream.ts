import { bytesOfBase64 } from "./base64.ts";
import { isTree, listOf, NOTHING, type Decoded } from "./decoded.ts";
import { decodeJsonBytes } from "./json.ts";

/** Length of all, length of the headers, and a checksum of both; another checksum ends the message. */
const PRELUDE = 12;
const CHECKSUM = 4;
/** Most messages of one body. */
const MESSAGE_LIMIT = 1_000;
/** A signed message carries the message that was signed. */
const DEPTH_LIMIT = 3;

/**
 * Reads messages of AWS's event stream, as `body/*`: JSON, where it is JSON in base64 under `bytes` what is inside.
 * Checksums are not looked at: a service refuses a wrong one, so reading it all the same closes and never opens.
 */
export function decodeEventStream(bytes: Uint8Array): Decoded {
  const payloads = payloadsOf(bytes, DEPTH_LIMIT);
  if (payloads === null) return NOTHING;
  const read = payloads.filter((payload) => payload.length > 0).map(decodePayload);
  return {
    root: listOf(read.map(({ root }) => root)),
    sound: read.every(({ sound }) => sound),
    whole: read.every(({ whole }) => whole),
  };
}

/** True for bytes that are messages of an event stream from the first to the last. */
export function isEventStream(bytes: Uint8Array): boolean {
  return bytes.length > 0 && payloadsOf(bytes, 1) !== null;
}

function payloadsOf(bytes: Uint8Array, depth: number): Uint8Array[] | null {
  const payloads: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    if (at + PRELUDE + CHECKSUM > bytes.length || payloads.length >= MESSAGE_LIMIT) return null;
    const end = at + view.getUint32(at);
    const from = at + PRELUDE + view.getUint32(at + 4);
    if (end > bytes.length || from + CHECKSUM > end) return null;
    const payload = bytes.subarray(from, end - CHECKSUM);
    const inner = depth > 1 && payload[0] === 0 ? payloadsOf(payload, depth - 1) : null;
    payloads.push(...(inner ?? [payload]));
    at = end;
  }
  return payloads;
}

function decodePayload(payload: Uint8Array): Decoded {
  const outer = decodeJsonBytes(payload);
  const inside = insideOf(outer);
  if (inside.length === 0) return outer;
  const [only = NOTHING] = inside;
  return inside.length === 1 && outer.sound ? only : { root: only.root, sound: false, whole: false };
}

/** What stands in base64 under `bytes`. */
function insideOf({ root }: Decoded): Decoded[] {
  const values = isTree(root) ? (root.step("bytes") ?? []) : [];
  const texts = values.map((value) => (isTree(value) ? value.leaf() : value));
  return texts
    .filter((text) => typeof text === "string")
    .map((text) => {
      const bytes = bytesOfBase64(text);
      return bytes === null ? NOTHING : decodeJsonBytes(bytes);
    });
}
