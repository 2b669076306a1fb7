import { LENGTH_BYTES, readLength } from "../local-api/frame.ts";

/** A run of bytes that lies within one frame. */
export interface Piece {
  readonly bytes: Buffer;
  /** True where the frame begins with it. */
  readonly begins: boolean;
}

/** Follows where frames begin in a stream without holding them or looking into them. */
export class FrameBoundary {
  readonly #length = Buffer.alloc(LENGTH_BYTES);
  /** Bytes of the length that have come. */
  #seen = 0;
  /** Bytes of the content that are still to come. */
  #rest = 0;

  *pieces(chunk: Buffer): Generator<Piece, void> {
    let left = chunk;
    while (left.length > 0) {
      const begins = this.#seen === 0;
      const bytes = left.subarray(0, this.#advance(left));
      left = left.subarray(bytes.length);
      yield { bytes, begins };
    }
  }

  /** Takes bytes up to the end of the length or of the content, whichever is next, and says how many. */
  #advance(bytes: Buffer): number {
    if (this.#seen < LENGTH_BYTES) {
      const taken = bytes.copy(this.#length, this.#seen, 0, LENGTH_BYTES - this.#seen);
      this.#seen += taken;
      if (this.#seen === LENGTH_BYTES) this.#content(readLength(this.#length));
      return taken;
    }
    const taken = Math.min(bytes.length, this.#rest);
    this.#content(this.#rest - taken);
    return taken;
  }

  #content(rest: number): void {
    this.#rest = rest;
    if (rest === 0) this.#seen = 0;
  }
}
