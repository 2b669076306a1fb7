import { endianness } from "node:os";

/** Bytes of the length that stands before each frame, in the machine's byte order as browsers want it. */
export const LENGTH_BYTES = 4;

const LITTLE = endianness() === "LE";

/** The length that a frame's first four bytes say. */
export function readLength(bytes: Buffer): number {
  return LITTLE ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0);
}

/** A content as one frame. */
export function frameOf(content: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  if (LITTLE) length.writeUInt32LE(content.length, 0);
  else length.writeUInt32BE(content.length, 0);
  return Buffer.concat([length, content]);
}

/** A frame that says it is larger than it may be: nothing after it can be trusted to be a frame. */
export class FrameTooLarge extends Error {
  readonly code = "frame_too_large";

  constructor(length: number, limit: number) {
    super(`A frame of ${length} bytes came; at most ${limit} are taken. Send fewer events in a frame.`);
    this.name = "FrameTooLarge";
  }
}

/** Finds the frames in a stream of bytes, however it is cut. */
export class FrameReader {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #held = 0;
  #wanted: number | null = null;

  /** `limit`: bytes of the largest frame. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The contents of the frames that this chunk completes; throws `FrameTooLarge` after those before the large one. */
  *read(chunk: Buffer): Generator<Buffer, void> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#held >= (this.#wanted ?? LENGTH_BYTES)) {
      if (this.#wanted === null) {
        this.#wanted = this.#allowed(readLength(this.#take(LENGTH_BYTES)));
      } else {
        const content = this.#take(this.#wanted);
        this.#wanted = null;
        yield content;
      }
    }
  }

  #allowed(length: number): number {
    if (length > this.#limit) throw new FrameTooLarge(length, this.#limit);
    return length;
  }

  /** Chunks are joined only when a frame is whole: a frame that comes byte by byte costs what it costs at once. */
  #take(length: number): Buffer {
    const [first] = this.#chunks;
    const all = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#held);
    this.#held -= length;
    this.#chunks = this.#held === 0 ? [] : [all.subarray(length)];
    return all.subarray(0, length);
  }
}
