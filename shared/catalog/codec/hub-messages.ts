import { decodeMessagePack, PackedTree } from "./message-pack.ts";

/** What stands in a message of SignalR, one after the other, by its type: as its JSON names it. */
const MEMBERS: Readonly<Record<number, readonly string[]>> = {
  1: ["type", "headers", "invocationId", "target", "arguments", "streamIds"],
  2: ["type", "headers", "invocationId", "item"],
  3: ["type", "headers", "invocationId", "resultKind", "result"],
  4: ["type", "headers", "invocationId", "target", "arguments", "streamIds"],
  5: ["type", "headers", "invocationId"],
  6: ["type"],
  7: ["type", "error", "allowReconnect"],
};
/** Most bytes of the length before a message (2 GB). */
const LENGTH_BYTES = 5;
/** Most messages of one frame. */
const MESSAGE_LIMIT = 1_000;

/** Messages of SignalR in MessagePack, with the names that its JSON has; null where the bytes are none to the last. */
export function hubMessages(bytes: Uint8Array): readonly PackedTree[] | null {
  const messages: PackedTree[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = lengthAt(bytes, at);
    if (length === null || messages.length >= MESSAGE_LIMIT) return null;
    const end = length.end + length.value;
    const message = end > bytes.length ? null : named(decodeMessagePack(bytes.subarray(length.end, end)));
    if (message === null) return null;
    messages.push(message);
    at = end;
  }
  return messages.length === 0 ? null : messages;
}

function lengthAt(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let i = 0; i < LENGTH_BYTES; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, end: at + i + 1 };
  }
  return null;
}

function named(message: unknown): PackedTree | null {
  if (!(message instanceof PackedTree) || !message.isList) return null;
  const values = message.step("*");
  const type = values[0];
  const names = typeof type === "number" ? MEMBERS[type] : undefined;
  if (names === undefined) return null;
  return new PackedTree(
    values.map((value, index) => [names[index] ?? String(index), value] as const),
    false,
  );
}
