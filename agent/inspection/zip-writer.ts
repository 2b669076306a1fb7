import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { Zip, ZipDeflate } from "fflate";
import { JournalError } from "../journal/fault.ts";

/** A file as a manifest names it. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What a file is made of, one piece after the other. */
type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Bytes that are compressed in one go. */
const BLOCK = 131_072;
/** Bytes of the largest zip, and of the largest file in one, without the form of zip that few tools read. */
const LIMIT = 0xffff_ffff;

/**
 * Writes files into a zip, one after the other, in memory that does not grow with them. All of them are from the first day
 * that zip knows, so the same files give the same bytes; the date is a local one, since zip has no zones.
 */
export class ZipWriter {
  readonly files: PackedFile[] = [];
  readonly #to: Writable;
  readonly #zip: Zip;
  #written = 0;
  #isFull = false;

  constructor(to: Writable) {
    this.#to = to;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#written += chunk.length;
      this.#isFull = !to.write(chunk);
    });
  }

  /** Adds a file of these pieces; throws a `JournalError` where the zip would become larger than zip may be. */
  async add(name: string, pieces: Pieces): Promise<void> {
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = new Date(1980, 0, 1);
    this.#zip.add(entry);
    const digest = createHash("sha256");
    let bytes = 0;
    for await (const block of blocksOf(pieces)) {
      digest.update(block);
      bytes += block.length;
      entry.push(block);
      if (Math.max(bytes, this.#written) > LIMIT) throw tooLarge();
      if (this.#isFull) await drained(this.#to);
    }
    entry.push(new Uint8Array(), true);
    this.files.push({ name, bytes, sha256: digest.digest("hex") });
  }

  /** Writes the list of files that a zip ends with. */
  end(): void {
    this.#zip.end();
  }
}

/** Waits until more may be written; rejects where nobody takes it any more. */
async function drained(to: Writable): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  const closed = once(to, "close", { signal }).then(() => Promise.reject(gone()));
  try {
    if (to.destroyed) throw gone();
    await Promise.race([once(to, "drain", { signal }), closed]);
  } finally {
    closed.catch(() => undefined);
    done.abort();
  }
}

function gone(): Error {
  return new Error("Nobody takes the pack any more.");
}

async function* blocksOf(pieces: Pieces): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const buffer = Buffer.from(piece);
    waiting.push(buffer);
    bytes += buffer.length;
    if (bytes < BLOCK) continue;
    yield Buffer.concat(waiting);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

function tooLarge(): JournalError {
  return new JournalError(
    "not_writable",
    "The pack would be larger than 4 GB, which is all that zip holds. Choose a shorter time with --from and --to.",
  );
}
