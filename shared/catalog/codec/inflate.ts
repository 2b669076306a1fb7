/** Most bytes that come out. */
const OUTPUT_LIMIT = 8 * 1024 * 1024;
/** Most work, in table entries and bytes: thousands of tiny blocks must not cost more than one large one. */
const WORK_LIMIT = 16 * 1024 * 1024;
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
/** In which order a block tells the lengths of the code for its own lengths (RFC 1951, 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A Huffman code as a table: `symbol << 4 | length` for every run of `bits` bits. */
interface Code {
  readonly table: Uint16Array;
  readonly bits: number;
}

/** Raised inside alone. */
class Malformed extends Error {}

/** Unpacks a raw DEFLATE stream (RFC 1951); null where it is none, or comes to too much. */
export function inflate(bytes: Uint8Array): { readonly output: Uint8Array; readonly end: number } | null {
  try {
    return new Inflater(bytes).run();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

class Inflater {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;
  #output = new Uint8Array(65_536);
  #length = 0;
  #work = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  run(): { readonly output: Uint8Array; readonly end: number } {
    for (let last = 0; last === 0;) {
      last = this.#take(1);
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#block(this.#code(fixedLengths()), this.#code(new Uint8Array(30).fill(5)));
      else if (kind === 2) this.#dynamic();
      else throw new Malformed();
    }
    return { output: this.#output.subarray(0, this.#length), end: this.#at - (this.#count >> 3) };
  }

  #take(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Malformed();
      this.#held |= byte << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  /** Near the end there may be fewer bits than the longest code has. */
  #symbol({ table, bits }: Code): number {
    while (this.#count < bits && this.#at < this.#bytes.length) {
      this.#held |= (this.#bytes[this.#at] ?? 0) << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
    const entry = table[this.#held & ((1 << bits) - 1)] ?? 0;
    const length = entry & 15;
    if (length === 0 || length > this.#count) throw new Malformed();
    this.#held >>>= length;
    this.#count -= length;
    return entry >> 4;
  }

  #stored(): void {
    this.#take(this.#count & 7);
    const length = this.#take(16);
    if (this.#take(16) !== (~length & 0xffff)) throw new Malformed();
    for (let i = 0; i < length; i += 1) this.#put(this.#take(8));
  }

  #dynamic(): void {
    const [literals, distances, own] = [this.#take(5) + 257, this.#take(5) + 1, this.#take(4) + 4];
    const ownLengths = new Uint8Array(19);
    for (const symbol of ORDER.slice(0, own)) ownLengths[symbol] = this.#take(3);
    const code = this.#code(ownLengths);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length;) {
      const symbol = this.#symbol(code);
      const [value, times] = symbol < 16 ? [symbol, 1] : this.#repeat(symbol, lengths[i - 1]);
      if (i + times > lengths.length) throw new Malformed();
      lengths.fill(value, i, i + times);
      i += times;
    }
    this.#block(this.#code(lengths.subarray(0, literals)), this.#code(lengths.subarray(literals)));
  }

  #repeat(symbol: number, before: number | undefined): readonly [number, number] {
    if (symbol === 17) return [0, this.#take(3) + 3];
    if (symbol === 18) return [0, this.#take(7) + 11];
    if (before === undefined) throw new Malformed();
    return [before, this.#take(2) + 3];
  }

  #block(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) this.#put(symbol);
      else this.#copy(symbol - 257, distances);
    }
  }

  #copy(symbol: number, distances: Code): void {
    const base = LENGTHS[symbol];
    if (base === undefined) throw new Malformed();
    const length = base + this.#take(symbol < 8 || symbol === 28 ? 0 : (symbol - 4) >> 2);
    const far = this.#symbol(distances);
    const distance = (DISTANCES[far] ?? Infinity) + this.#take(far < 4 ? 0 : (far - 2) >> 1);
    if (distance > this.#length) throw new Malformed();
    this.#reserve(length);
    const [output, to] = [this.#output, this.#length];
    if (distance >= length) output.copyWithin(to, to - distance, to - distance + length);
    else if (distance === 1) output.fill(output[to - 1] ?? 0, to, to + length);
    else for (let i = 0; i < length; i += 1) output[to + i] = output[to + i - distance] ?? 0;
    this.#length += length;
    this.#spend(length);
  }

  #put(byte: number): void {
    this.#reserve(1);
    this.#output[this.#length] = byte;
    this.#length += 1;
    this.#spend(1);
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#output.length) return;
    if (this.#output.length >= OUTPUT_LIMIT) throw new Malformed();
    const larger = new Uint8Array(this.#output.length * 2);
    larger.set(this.#output);
    this.#output = larger;
  }

  #spend(work: number): void {
    this.#work += work;
    if (this.#work > WORK_LIMIT) throw new Malformed();
  }

  /** Codes come bit by bit from their highest bit, but bits come from the lowest: the table holds them turned round. */
  #code(lengths: Uint8Array): Code {
    const bits = Math.max(1, ...lengths);
    this.#spend(1 << bits);
    const table = new Uint16Array(1 << bits);
    let code = 0;
    for (let length = 1; length <= bits; length += 1, code <<= 1) {
      for (let symbol = 0; symbol < lengths.length; symbol += 1) {
        if (lengths[symbol] !== length) continue;
        if (code >= 1 << length) throw new Malformed();
        for (let i = turned(code, length); i < table.length; i += 1 << length)
          table[i] = (symbol << 4) | length;
        code += 1;
      }
    }
    return { table, bits };
  }
}

function turned(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i += 1) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

function fixedLengths(): Uint8Array {
  return new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
}
