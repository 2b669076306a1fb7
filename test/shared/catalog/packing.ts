import { bytesOf } from "./call-of.ts";

/** Parts of bytes in a row. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A field of protobuf that holds a text or a message. */
export function field(number: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === "string" ? bytesOf(value) : value;
  return joined(new Uint8Array([number * 8 + 2, ...varint(bytes.length)]), bytes);
}

/** A frame of Meta's DGW; 13 is data, 17 data of a form, 15 opens a stream. */
export function dgw(type: number, payload: Uint8Array): Uint8Array {
  const before = new Uint8Array(type === 13 ? 2 : type === 17 ? 3 : 0);
  const length = before.length + payload.length;
  return joined(
    new Uint8Array([type, 1, 0, length & 255, (length >> 8) & 255, length >> 16]),
    before,
    payload,
  );
}

/** A message of AWS's event stream without headers; its checksums are left empty. */
export function event(payload: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(12));
  head.setUint32(0, 16 + payload.length);
  return joined(new Uint8Array(head.buffer), payload, new Uint8Array(4));
}

/** A message of SignalR in MessagePack, with its length before it. */
export function hub(message: readonly unknown[]): Uint8Array {
  const bytes = pack(message);
  return joined(new Uint8Array(varint(bytes.length)), bytes);
}

/** MessagePack of small numbers, short lists and maps, and texts up to 255 bytes. */
export function pack(value: unknown): Uint8Array {
  if (typeof value === "number") return new Uint8Array([value]);
  if (typeof value === "string") return joined(new Uint8Array([0xd9, bytesOf(value).length]), bytesOf(value));
  if (Array.isArray(value)) return joined(new Uint8Array([0x90 + value.length]), ...value.map(pack));
  const entries = Object.entries(value ?? {});
  return joined(new Uint8Array([0x80 + entries.length]), ...entries.flat().map(pack));
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}
