import type { Tree } from "./decoded.ts";
import { strictText } from "./text.ts";

/** Deepest nesting, and most values of one message. */
const DEPTH_LIMIT = 32;
const VALUE_LIMIT = 20_000;

/** Raised inside alone. */
class Malformed extends Error {}

/** Reads one value of MessagePack that fills the bytes; undefined where they are none. Maps and lists come as trees. */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  try {
    const reader = new Reader(bytes);
    const value = reader.value(0);
    return reader.isAtEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** A map that keeps every value of a key that comes twice, or a list. */
export class PackedTree implements Tree {
  readonly #entries: readonly (readonly [key: string, value: unknown])[];
  readonly isList: boolean;

  constructor(entries: readonly (readonly [key: string, value: unknown])[], isList: boolean) {
    this.#entries = entries;
    this.isList = isList;
  }

  step(step: string): readonly unknown[] {
    const wanted = step.toLowerCase();
    return this.#entries
      .filter(([key]) => step === "*" || key.toLowerCase() === wanted)
      .map(([, value]) => value);
  }

  leaf(): unknown {
    return this;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    this.#count += 1;
    if (depth > DEPTH_LIMIT || this.#count > VALUE_LIMIT) throw new Malformed();
    const tag = this.#unsigned(1);
    if (tag < 0x80) return tag;
    if (tag < 0x90) return this.#map(tag & 15, depth);
    if (tag < 0xa0) return this.#list(tag & 15, depth);
    if (tag < 0xc0) return this.#text(tag & 31);
    if (tag >= 0xe0) return tag - 256;
    return this.#tagged(tag, depth);
  }

  #tagged(tag: number, depth: number): unknown {
    if (tag === 0xc0) return null;
    if (tag === 0xc2 || tag === 0xc3) return tag === 0xc3;
    if (tag >= 0xc4 && tag <= 0xc6) return this.#skip(this.#unsigned(1 << (tag - 0xc4)));
    if (tag >= 0xc7 && tag <= 0xc9) return this.#skip(this.#unsigned(1 << (tag - 0xc7)) + 1);
    if (tag === 0xca) return this.#view.getFloat32(this.#take(4));
    if (tag === 0xcb) return this.#view.getFloat64(this.#take(8));
    if (tag >= 0xcc && tag <= 0xcf) return this.#unsigned(1 << (tag - 0xcc));
    if (tag >= 0xd0 && tag <= 0xd3) return this.#signed(1 << (tag - 0xd0));
    if (tag >= 0xd4 && tag <= 0xd8) return this.#skip((1 << (tag - 0xd4)) + 1);
    if (tag >= 0xd9 && tag <= 0xdb) return this.#text(this.#unsigned(1 << (tag - 0xd9)));
    if (tag === 0xdc || tag === 0xdd) return this.#list(this.#unsigned(tag === 0xdc ? 2 : 4), depth);
    if (tag === 0xde || tag === 0xdf) return this.#map(this.#unsigned(tag === 0xde ? 2 : 4), depth);
    throw new Malformed();
  }

  #take(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new Malformed();
    this.#at = from + length;
    return from;
  }

  #skip(length: number): null {
    this.#take(length);
    return null;
  }

  #unsigned(size: number): number {
    const from = this.#take(size);
    return this.#bytes.subarray(from, from + size).reduce((value, byte) => value * 256 + byte, 0);
  }

  #signed(size: number): number {
    const value = this.#unsigned(size);
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
  }

  #text(length: number): string {
    const from = this.#take(length);
    const text = strictText(this.#bytes.subarray(from, from + length));
    if (text === null) throw new Malformed();
    return text;
  }

  #list(length: number, depth: number): PackedTree {
    const entries: [string, unknown][] = [];
    for (let i = 0; i < length; i += 1) entries.push([String(i), this.value(depth + 1)]);
    return new PackedTree(entries, true);
  }

  #map(length: number, depth: number): PackedTree {
    const entries: [string, unknown][] = [];
    for (let i = 0; i < length; i += 1) entries.push([String(this.value(depth + 1)), this.value(depth + 1)]);
    return new PackedTree(entries, false);
  }
}
