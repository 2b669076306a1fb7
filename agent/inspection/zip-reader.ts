import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { JournalError } from "../journal/fault.ts";

/** One file in a zip. */
interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  /** Where its bytes lie in the zip, and how many there are. */
  readonly at: number;
  readonly packed: number;
}

/** Bytes of the end record, of a directory's entry, of a file's own head and of what may follow its bytes. */
const END = 22;
const ENTRY = 46;
const HEAD = 30;
const DESCRIPTOR = 16;
/** Bytes of the longest directory that is read. */
const DIRECTORY_LIMIT = 64_000_000;
/** Bit of an entry's flags: its sizes follow its bytes. */
const SIZES_FOLLOW = 8;

/** A zip that is read by its directory, as every tool does; what lies outside of the files that it names is told. */
export class ZipReader {
  readonly file: string;
  /** True where the zip holds bytes that belong to none of its files. */
  readonly hasMore: boolean;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(file: string, entries: readonly Entry[], hasMore: boolean) {
    this.file = file;
    this.hasMore = hasMore;
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** Throws a `JournalError` where the file is no zip that is whole. */
  static async open(file: string): Promise<ZipReader> {
    const handle = await open(file).catch((error: unknown) => {
      throw new JournalError("not_there", `${file} cannot be read.`, error);
    });
    try {
      const { entries, hasMore } = await read(handle);
      if (new Set(entries.map(({ name }) => name)).size < entries.length)
        throw new RangeError("a name twice");
      return new ZipReader(file, entries, hasMore);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new JournalError(
        "damaged",
        `${file} is no pack, or was cut off or added to: ${error.message}.`,
        error,
      );
    } finally {
      await handle.close();
    }
  }

  /** Names of the files, in the zip's order. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The bytes of a file; the stream fails where they cannot be read. */
  stream(name: string): Readable {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error(`There is no ${name} in ${this.file}.`);
    const { at, packed, isDeflated } = entry;
    if (packed === 0) return Readable.from([]);
    const raw = createReadStream(this.file, { start: at, end: at + packed - 1 });
    // The reader of what comes out hears of what fails.
    return isDeflated ? pipeline(raw, createInflateRaw(), () => undefined) : raw;
  }
}

async function read(
  handle: FileHandle,
): Promise<{ readonly entries: readonly Entry[]; readonly hasMore: boolean }> {
  const { size } = await handle.stat();
  const end = await bytesAt(handle, size - END, END);
  expect(end.readUInt32LE(0) === 0x06054b50, "its end is missing");
  const [count, length, start] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  expect(
    start + length + END === size && length <= DIRECTORY_LIMIT,
    "its directory is not where it should be",
  );
  const directory = await bytesAt(handle, start, length);
  const entries: Entry[] = [];
  let [from, next, hasMore] = [0, 0, false];
  for (let index = 0; index < count; index += 1) {
    const { entry, used, after, head } = await entryAt(handle, directory, from);
    hasMore ||= head !== next;
    [from, next] = [from + used, after];
    entries.push(entry);
  }
  return { entries, hasMore: hasMore || next !== start || from !== length };
}

async function entryAt(handle: FileHandle, directory: Buffer, from: number) {
  expect(
    directory.length >= from + ENTRY && directory.readUInt32LE(from) === 0x02014b50,
    "its directory is damaged",
  );
  const names = [28, 30, 32].map((field) => directory.readUInt16LE(from + field));
  const [nameLength = 0, extra = 0, comment = 0] = names;
  const name = directory.toString("utf8", from + ENTRY, from + ENTRY + nameLength);
  const method = directory.readUInt16LE(from + 10);
  expect(method === 0 || method === 8, `${name} is compressed in an unknown way`);
  const [packed, head] = [directory.readUInt32LE(from + 20), directory.readUInt32LE(from + 42)];
  const own = await bytesAt(handle, head, HEAD);
  expect(own.readUInt32LE(0) === 0x04034b50, `${name} is not where the directory says`);
  const at = head + HEAD + own.readUInt16LE(26) + own.readUInt16LE(28);
  const after = at + packed + (own.readUInt16LE(6) & SIZES_FOLLOW ? DESCRIPTOR : 0);
  const entry: Entry = { name, isDeflated: method === 8, at, packed };
  return { entry, head, after, used: ENTRY + nameLength + extra + comment };
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  expect(position >= 0, "it is too short");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  expect(bytesRead === length, "it is too short");
  return buffer;
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new RangeError(otherwise);
}
