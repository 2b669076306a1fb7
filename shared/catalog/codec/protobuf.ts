import type { Tree } from "./decoded.ts";
import { strictText } from "./text.ts";

/** Most fields of one message. */
const FIELD_LIMIT = 10_000;

/**
 * A protobuf message without its schema, or a string: the place says which. Steps are field numbers, and every value of a
 * repeated field counts, as it does in a message that is sent in pieces.
 */
export class ProtoValue implements Tree {
  readonly #bytes: Uint8Array;
  #fields: ReadonlyMap<string, readonly unknown[]> | null | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  step(step: string): readonly unknown[] | null {
    this.#fields ??= fieldsOf(this.#bytes);
    if (this.#fields === null) return null;
    return step === "*" ? [...this.#fields.values()].flat() : (this.#fields.get(step) ?? []);
  }

  leaf(): unknown {
    return strictText(this.#bytes) ?? this;
  }
}

/** A varint, and the index after it. */
interface Varint {
  readonly value: number;
  readonly end: number;
}

/** Fields by their number; null where the bytes are no message. */
function fieldsOf(bytes: Uint8Array): Map<string, unknown[]> | null {
  const fields = new Map<string, unknown[]>();
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    const tag = varintAt(bytes, at);
    const field = tag === null ? 0 : Math.floor(tag.value / 8);
    count += 1;
    if (tag === null || field === 0 || count > FIELD_LIMIT) return null;
    const read = valueAt(bytes, tag.end, tag.value % 8);
    if (read === null || read.end > bytes.length) return null;
    const values = fields.get(String(field)) ?? [];
    values.push(read.value);
    fields.set(String(field), values);
    at = read.end;
  }
  return fields;
}

function valueAt(bytes: Uint8Array, at: number, wire: number): { value: unknown; end: number } | null {
  switch (wire) {
    case 0:
      return varintAt(bytes, at);
    case 1:
      return { value: null, end: at + 8 };
    case 2: {
      const length = varintAt(bytes, at);
      if (length === null) return null;
      const end = length.end + length.value;
      return { value: new ProtoValue(bytes.subarray(length.end, end)), end };
    }
    case 5:
      return { value: null, end: at + 4 };
    default:
      return null; // groups: no client of ours writes them
  }
}

function varintAt(bytes: Uint8Array, at: number): Varint | null {
  let value = 0;
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, end: at + i + 1 };
  }
  return null;
}
