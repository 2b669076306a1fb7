/** One frame of a WebSocket (RFC 6455, section 5.2), its mask taken off. */
interface Frame {
  readonly last: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A whole message, or what a peer says about the connection itself. */
export type SocketMessage =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "close" }
  | { readonly kind: "ping"; readonly bytes: Uint8Array };

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** Reads messages out of what comes over a connection, whatever pieces it comes in. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #begun: Frame[] = [];

  /** The messages that are whole now. */
  take(piece: Buffer): SocketMessage[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const messages: SocketMessage[] = [];
    for (let read = frameAt(this.#rest); read !== null; read = frameAt(this.#rest)) {
      this.#rest = this.#rest.subarray(read.length);
      const message = this.#messageOf(read.frame);
      if (message !== null) messages.push(message);
    }
    return messages;
  }

  #messageOf(frame: Frame): SocketMessage | null {
    if (frame.opcode === CLOSE) return { kind: "close" };
    if (frame.opcode === PING) return { kind: "ping", bytes: frame.payload };
    if (frame.opcode === PONG) return null;
    this.#begun.push(frame);
    if (!frame.last) return null;
    const bytes = Buffer.concat(this.#begun.map(({ payload }) => payload));
    const isText = this.#begun[0]?.opcode === TEXT;
    this.#begun = [];
    return isText ? { kind: "text", text: bytes.toString("utf8") } : { kind: "bytes", bytes };
  }
}

/** A text message as a server sends it: one frame without a mask. */
export function textFrame(text: string): Buffer {
  return frameOf(TEXT, Buffer.from(text));
}

/** The server's word that the connection ends, with the code for "normal". */
export function closeFrame(): Buffer {
  return frameOf(CLOSE, Buffer.from([0x03, 0xe8]));
}

export function pongFrame(bytes: Uint8Array): Buffer {
  return frameOf(PONG, Buffer.from(bytes));
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** The frame that begins here and how long it is with its head; null while it is not all there. */
function frameAt(bytes: Buffer): { readonly frame: Frame; readonly length: number } | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const short = second & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  const mask = (second & 0x80) === 0 ? 0 : 4;
  if (bytes.length < head + mask) return null;
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const length = head + mask + size;
  if (bytes.length < length) return null;
  const payload = Buffer.from(bytes.subarray(head + mask, length));
  const key = bytes.subarray(head, head + mask);
  if (mask > 0) for (let at = 0; at < size; at += 1) payload[at] = (payload[at] ?? 0) ^ (key[at % 4] ?? 0);
  return { frame: { last: (first & 0x80) !== 0, opcode: first & 0x0f, payload }, length };
}
