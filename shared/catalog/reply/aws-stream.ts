import type { TextSink } from "./inner-text.ts";

/** Bytes before the headers (two lengths and their checksum), and the checksum behind the payload. */
const PRELUDE = 12;
const TAIL = 4;
/** Largest message that AWS sends. */
const MESSAGE_LIMIT = 16 * 1024 * 1024;

/**
 * Takes messages of an AWS event stream apart and tells their payloads, holding 12 bytes at most. Checksums are not looked at:
 * the connection has its own, and a wrong one could only hide what a reply says. False once it is no such stream.
 */
export function awsStream(payload: TextSink, end: () => void): (bytes: Uint8Array) => boolean {
  const prelude = new Uint8Array(PRELUDE);
  let have = 0;
  let skip = 0;
  let left = 0;
  let sound = true;
  let decoder = new TextDecoder();

  function start(): void {
    const view = new DataView(prelude.buffer);
    const [total, headers] = [view.getUint32(0), view.getUint32(4)];
    left = total - headers - PRELUDE - TAIL;
    skip = headers;
    sound = left >= 0 && total <= MESSAGE_LIMIT;
    decoder = new TextDecoder();
  }

  /** Reads what belongs to one stretch of a message, and gives how many bytes that was. */
  function stretch(bytes: Uint8Array): number {
    if (have < PRELUDE) {
      const count = Math.min(PRELUDE - have, bytes.length);
      prelude.set(bytes.subarray(0, count), have);
      have += count;
      if (have === PRELUDE) start();
      return count;
    }
    const count = Math.min(skip > 0 ? skip : left > 0 ? left : TAIL - (have - PRELUDE), bytes.length);
    if (skip > 0) skip -= count;
    else if (left > 0) {
      payload(decoder.decode(bytes.subarray(0, count), { stream: true }));
      left -= count;
    } else have += count;
    if (have === PRELUDE + TAIL) {
      have = 0;
      end();
    }
    return count;
  }

  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      at += stretch(bytes.subarray(at));
      if (!sound) return false;
    }
    return true;
  };
}
