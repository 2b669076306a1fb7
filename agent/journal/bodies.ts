import type { DatabaseSync } from "node:sqlite";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { JournalError } from "./fault.ts";
import { leafOf, TILE_WIDTH } from "./merkle.ts";

/** Characters of the largest bundle: what is larger stays as it is, one by one. */
const BUNDLE_LIMIT = 64_000_000;

/** Fast: 256 decisions take half a millisecond, and an eighth of the bytes. */
const QUICKLY = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The tile that an event's leaf is in, counted from 0. */
export function tileOf(sequence: number): number {
  return Math.floor((sequence - 1) / TILE_WIDTH);
}

/** The first place in the journal that belongs to a tile. */
export function startOf(tile: number): number {
  return tile * TILE_WIDTH + 1;
}

/**
 * What events say. The tile that still grows has one row an event; a full one is one row, the leaves of the tree in
 * their order (each a zero byte and the text, nothing after the zero byte where it was pruned) compressed by zstd.
 */
export class Bodies {
  readonly #database: DatabaseSync;
  #read: { readonly tile: number; readonly leaves: readonly Buffer[] } | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The leaf of one event, with its zero byte; null where it is not there. Throws `damaged` where its bundle is. */
  leafAt(sequence: number): Buffer | null {
    // In this order: a writer moves rows from `body` to `bundle` while a reader reads.
    const tile = tileOf(sequence);
    if (this.#read?.tile !== tile) {
      const own = this.#database.prepare("SELECT text FROM body WHERE sequence = ?").get(sequence);
      if (own !== undefined) return Buffer.from(leafOf(String(own["text"])));
      const leaves = this.#bundle(tile);
      // The tile still grows: what is not in a row of its own now says nothing of the others.
      if (leaves === null) return null;
      this.#read = { tile, leaves };
    }
    const leaf = this.#read.leaves[sequence - startOf(tile)];
    return leaf === undefined || leaf.length === 1 ? null : leaf;
  }

  /** The text of one event; null where it was pruned. */
  textAt(sequence: number): string | null {
    return this.leafAt(sequence)?.toString("utf8", 1) ?? null;
  }

  /** The leaves of a whole tile or of the growing one by their places in it; what is not there is absent. */
  leavesOf(tile: number): readonly (Buffer | undefined)[] {
    const leaves: (Buffer | undefined)[] = [];
    for (const { sequence, text } of this.#rowsOf(tile))
      if (typeof text === "string") leaves[Number(sequence) - startOf(tile)] = Buffer.from(leafOf(text));
    for (const [place, leaf] of (this.#bundle(tile) ?? []).entries())
      if (leaf.length > 1) leaves[place] = leaf;
    return leaves;
  }

  /** Puts the bodies of a tile that is full into one row. */
  pack(tile: number): void {
    this.#store(tile, this.leavesOf(tile));
  }

  /** Takes bodies of one tile away. */
  erase(tile: number, sequences: readonly number[]): void {
    const leaves = [...this.leavesOf(tile)];
    const packed = this.#bundle(tile) !== null;
    for (const sequence of sequences) leaves[sequence - startOf(tile)] = undefined;
    if (packed) this.#store(tile, leaves);
    else {
      const remove = this.#database.prepare("DELETE FROM body WHERE sequence = ?");
      for (const sequence of sequences) remove.run(sequence);
    }
    this.#read = null;
  }

  #store(tile: number, leaves: readonly (Buffer | undefined)[]): void {
    const whole = Array.from({ length: TILE_WIDTH }, (_, place) => leaves[place] ?? Buffer.alloc(1));
    const bytes = Buffer.concat(whole);
    if (bytes.length > BUNDLE_LIMIT) return;
    const first = startOf(tile);
    const remove = this.#database.prepare("DELETE FROM body WHERE sequence BETWEEN ? AND ?");
    remove.run(first, first + TILE_WIDTH - 1);
    if (bytes.length === TILE_WIDTH) this.#database.prepare("DELETE FROM bundle WHERE number = ?").run(tile);
    else
      this.#database
        .prepare("INSERT OR REPLACE INTO bundle (number, leaves) VALUES (?, ?)")
        .run(tile, zstdCompressSync(bytes, QUICKLY));
  }

  #rowsOf(tile: number): readonly Record<string, unknown>[] {
    const first = startOf(tile);
    return this.#database
      .prepare("SELECT sequence, text FROM body WHERE sequence BETWEEN ? AND ?")
      .all(first, first + TILE_WIDTH - 1);
  }

  #bundle(tile: number): readonly Buffer[] | null {
    const bytes = this.#database.prepare("SELECT leaves FROM bundle WHERE number = ?").get(tile)?.["leaves"];
    return bytes instanceof Uint8Array ? leavesIn(unpacked(tile, bytes)) : null;
  }
}

function unpacked(tile: number, bytes: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(bytes);
  } catch (error) {
    const [first, last] = [startOf(tile), startOf(tile + 1) - 1];
    throw new JournalError(
      "damaged",
      `The journal is damaged: events ${first} to ${last} cannot be read.`,
      error,
    );
  }
}

/** Each leaf begins with the zero byte, and no text holds one. */
function leavesIn(bytes: Buffer): readonly Buffer[] {
  const leaves: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const next = bytes.indexOf(0, start + 1);
    const end = next < 0 ? bytes.length : next;
    leaves.push(bytes.subarray(start, end));
    start = end;
  }
  return leaves;
}
