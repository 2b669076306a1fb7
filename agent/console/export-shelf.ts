import { openSync, readSync } from "node:fs";
import { JournalError } from "../journal/fault.ts";
import { ExportHead, ExportLine, partsOfEventLine } from "../journal/export-form.ts";
import { facetsOf } from "./facets.ts";
import type { JournalAbout, Proof } from "./api/answers.ts";
import { Shelf, type Progress } from "./shelf.ts";

/** Bytes that are read in one go. */
const CHUNK = 2_000_000;
/** Bytes of the longest line that is looked at: one of an event is far shorter. */
const LONGEST = 64_000_000;

/** An export of a journal, read from its beginning; what its events say stays in the file. */
export class ExportShelf extends Shelf {
  readonly form = "export";
  #descriptor: number | null = null;
  #head: ExportHead | null = null;
  /** Bytes that were read, and what of them is no whole line yet. */
  #at = 0;
  #rest = Buffer.alloc(0);
  #isEnded = false;
  /** Place in the journal, start in the file and bytes of each event's line, by slot. */
  readonly #lines: number[] = [];
  readonly #ids = new Map<string, number>();

  constructor(file: string) {
    super(file);
    this.guarded(() => {
      try {
        this.#descriptor = openSync(this.file, "r");
      } catch (error) {
        throw new JournalError("not_there", `The export ${file} cannot be read.`, error);
      }
      this.#readChunk();
    }, undefined);
  }

  get progress(): Progress {
    const all = this.#head?.size ?? 0;
    const read = this.columns.to + this.absent;
    return { all: this.#isEnded ? read : Math.max(all, read), read, searched: read };
  }

  get whole(): boolean {
    return this.problem !== null || this.#isEnded;
  }

  get frontier(): number {
    return Infinity;
  }

  readSome(): void {
    if (!this.whole) this.guarded(() => this.#readChunk(), undefined);
  }

  /** A file that was exported does not change. */
  readOn(): boolean {
    return false;
  }

  sequenceAt(slot: number): number {
    return this.#lines[slot * 3] ?? 0;
  }

  textAt(sequence: number): string | null {
    const slot = this.#slotOf(sequence);
    if (this.#descriptor === null || slot === null) return null;
    const [, at = 0, length = 0] = this.#lines.slice(slot * 3, slot * 3 + 3);
    const bytes = Buffer.alloc(length);
    readSync(this.#descriptor, bytes, 0, length, at);
    return partsOfEventLine(bytes.toString())?.text ?? null;
  }

  placeOf(id: string): number | null {
    return this.#ids.get(id) ?? null;
  }

  /** An export is verified whole. */
  proofOf(): Proof | null {
    return null;
  }

  head(): JournalAbout["head"] {
    return this.#head && { origin: this.#head.origin, checkpoint: null };
  }

  #readChunk(): void {
    if (this.#descriptor === null) return;
    const chunk = Buffer.alloc(CHUNK);
    const count = readSync(this.#descriptor, chunk, 0, CHUNK, this.#at);
    const bytes = Buffer.concat([this.#rest, chunk.subarray(0, count)]);
    const start = this.#at - this.#rest.length;
    this.#at += count;
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      this.#line(bytes.toString("utf8", from, end), start + from, end - from);
      from = end + 1;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    if (this.#rest.length > LONGEST) throw new JournalError("damaged", `The export ${this.file} is damaged.`);
    if (count === 0) this.#end();
  }

  #end(): void {
    this.#isEnded = true;
    if (this.#head === null) throw new JournalError("not_there", `${this.file} is no export of a journal.`);
  }

  #line(line: string, at: number, length: number): void {
    if (this.#head === null) return this.#begin(line);
    const event = partsOfEventLine(line);
    if (event !== null) return this.#event(event.sequence, event.text, at, length);
    const other = ExportLine.safeParse(jsonIn(line));
    if (!other.success) this.missing += 1;
    else if ("leaf" in other.data) this.absent += 1;
    else if ("leaves" in other.data) this.absent += other.data.until - other.data.from + 1;
  }

  #begin(line: string): void {
    const head = ExportHead.safeParse(jsonIn(line));
    if (!head.success)
      throw new JournalError(
        "not_there",
        `${this.file} is no export of a journal: its first line is not the head of one.`,
      );
    this.#head = head.data;
  }

  /** Places must ascend: what does not is no export of ours, and `verify` names it. */
  #event(sequence: number, text: string, at: number, length: number): void {
    const slot = this.columns.to;
    if (slot > 0 && sequence <= this.sequenceAt(slot - 1)) {
      this.missing += 1;
      return;
    }
    const facets = facetsOf(text);
    this.columns.file(slot, facets);
    this.columns.read(slot, facets);
    this.#lines.push(sequence, at, length);
    const id = /"id":"([^"]{8,64})"/.exec(text)?.[1];
    if (id !== undefined) this.#ids.set(id, sequence);
  }

  #slotOf(sequence: number): number | null {
    let [low, high] = [0, this.columns.to - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const place = this.sequenceAt(middle);
      if (place === sequence) return middle;
      if (place < sequence) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
