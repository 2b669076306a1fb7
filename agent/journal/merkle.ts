import { hash as digestOf } from "node:crypto";

/** Bytes of one hash: SHA-256. */
export const HASH_BYTES = 32;

/** Levels of the tree between two hashes that are kept: 256 leaves make one tile (C2SP tlog-tiles). */
export const TILE_HEIGHT = 8;
/** Leaves of one tile. */
export const TILE_WIDTH = 256;

/** By way of its digits, which is twice as fast as asking for bytes. */
function sha256(bytes: string | Uint8Array): Buffer {
  return Buffer.from(digestOf("sha256", bytes, "hex"), "hex");
}

/** RFC 6962, 2.1: the hash of an empty tree. */
const EMPTY_ROOT = sha256("");

/** What a leaf's hash is over: a zero byte, which no canonical text holds, and then the text. */
export function leafOf(text: string): string {
  return `\0${text}`;
}

/** RFC 6962, 2.1: the hash of a leaf, given with its zero byte as `leafOf` makes it. */
export function leafHash(leaf: string | Uint8Array): Buffer {
  return sha256(leaf);
}

/** One byte 0x01 and room for two hashes. A hash is taken at once, so that one such place serves all. */
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** RFC 6962, 2.1: the hash of two subtrees. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/** Called for each subtree of 256, 65,536, … leaves that is full: its level (1, 2, …), its place there, its hash. */
export type OnFull = (level: number, position: number, hash: Buffer) => void;

/** The right edge of a growing tree: the hashes of its full subtrees, from which its root follows. */
export class Edge {
  #size: number;
  /** By height: the subtree of so many levels that ends the tree, where there is one. */
  readonly #hashes: (Buffer | undefined)[];

  constructor(size = 0, hashes: readonly (Buffer | undefined)[] = []) {
    this.#size = size;
    this.#hashes = [...hashes];
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** The same edge, to go on from alone. */
  copy(): Edge {
    return new Edge(this.#size, this.#hashes);
  }

  /** Adds one leaf, or one whole subtree of a height; its left end must be where such a subtree can be. */
  push(added: Buffer, onFull: OnFull = () => undefined, height = 0): void {
    this.#size += 2 ** height;
    let hash = added;
    for (let at = height; ; at += 1) {
      if (at > height && at % TILE_HEIGHT === 0) onFull(at / TILE_HEIGHT, this.#size / 2 ** at - 1, hash);
      const left = this.#hashes[at];
      if (left === undefined) {
        this.#hashes[at] = hash;
        return;
      }
      this.#hashes[at] = undefined;
      hash = nodeHash(left, hash);
    }
  }

  /** The tree's root. */
  root(): Buffer {
    let root: Buffer | null = null;
    for (const hash of this.#hashes)
      if (hash !== undefined) root = root === null ? hash : nodeHash(hash, root);
    return root ?? EMPTY_ROOT;
  }
}
