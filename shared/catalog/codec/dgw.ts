/** Types of frames, in Meta's DGW ("data gateway") protocol. */
const DATA = 13;
const EXTENDED_DATA = 17;
const OPEN = 15;
const ACK = 12;
const END_OF_DATA = 14;
const PLAIN = new Set([4, 9, 10]); // deauthorized, ping, pong: a type and nothing else
/** Type, two bytes for the stream, three for the length of what follows, all little end first. */
const HEADER = 6;
/** What stands before the data: its number, and for extended data one byte for its form. */
const BEFORE_DATA: ReadonlyMap<number, number> = new Map([
  [DATA, 2],
  [EXTENDED_DATA, 3],
  [OPEN, 0],
]);
/** Most frames of one message. */
const FRAME_LIMIT = 1_000;

/** What the DGW frames of one binary message carry; null where it is not made of such frames to its last byte. */
export function dgwPayloads(bytes: Uint8Array): readonly Uint8Array[] | null {
  const payloads: Uint8Array[] = [];
  let at = 0;
  for (let count = 0; at < bytes.length; count += 1) {
    const end = endOfFrame(bytes, at);
    if (end < 0 || end > bytes.length || count >= FRAME_LIMIT) return null;
    const before = BEFORE_DATA.get(bytes[at] ?? 0);
    if (before !== undefined) {
      if (at + HEADER + before > end) return null;
      payloads.push(bytes.subarray(at + HEADER + before, end));
    }
    at = end;
  }
  return at === 0 ? null : payloads;
}

function endOfFrame(bytes: Uint8Array, at: number): number {
  const type = bytes[at] ?? 0;
  if (PLAIN.has(type)) return at + 1;
  if (type === END_OF_DATA) return at + 3;
  if (type !== ACK && !BEFORE_DATA.has(type)) return -1;
  if (at + HEADER > bytes.length) return -1;
  const [low = 0, middle = 0, high = 0] = bytes.subarray(at + 3, at + HEADER);
  return at + HEADER + low + (middle << 8) + (high << 16);
}
