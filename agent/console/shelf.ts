import { basename, resolve } from "node:path";
import { JournalError } from "../journal/fault.ts";
import { JournalScan } from "../journal/scan.ts";
import { Columns } from "./columns.ts";
import { facetsOf } from "./facets.ts";

/** Events that are read in one go: some 15 ms, so that whoever asks meanwhile waits no longer. */
const BATCH = 4_000;

/** One opened journal: its file, what is read of it so far, or why it cannot be read. */
export class Shelf {
  readonly file: string;
  readonly name: string;
  /** A sentence; null: all is well. */
  problem: string | null = null;
  /** Events that should be there by their numbers, and are not. */
  missing = 0;
  readonly #scan: JournalScan | null = null;
  columns = new Columns(1, 0);

  constructor(file: string) {
    this.file = resolve(file);
    this.name = basename(file);
    try {
      this.#scan = new JournalScan(this.file);
      this.#begin();
    } catch (error) {
      this.#fail(error);
    }
  }

  get scan(): JournalScan | null {
    return this.problem === null ? this.#scan : null;
  }

  /** True once every event that was there at the start is in the columns. */
  get whole(): boolean {
    return this.scan === null || this.columns.from === 0;
  }

  /** The time of the oldest event that was read, for whoever reads the newest of all journals first. */
  get frontier(): number {
    return this.columns.to === this.columns.from ? Infinity : (this.columns.time[this.columns.from] ?? 0);
  }

  /** The place of the newest event that was read. */
  get last(): number {
    return this.columns.first + this.columns.to - 1;
  }

  /** Reads the next older events. */
  readBack(): void {
    this.#guarded((scan) => {
      const { first, from } = this.columns;
      const texts = scan.before(first + from, BATCH);
      for (const { sequence, text } of texts) this.columns.put(sequence, facetsOf(text));
      const reached = texts.length < BATCH ? first : (texts.at(-1)?.sequence ?? first);
      this.missing += first + from - reached - texts.length;
      this.columns.from = reached - first;
    });
  }

  /** Reads what came since; true where there was anything. */
  readOn(): boolean {
    const before = this.columns.to;
    this.#guarded((scan) => {
      for (let texts = scan.after(this.last, BATCH); texts.length > 0; texts = scan.after(this.last, BATCH))
        for (const { sequence, text } of texts) {
          this.missing += sequence - this.last - 1;
          this.columns.put(sequence, facetsOf(text));
        }
    });
    return this.columns.to > before;
  }

  #begin(): void {
    const ends = this.#scan?.ends() ?? { first: 0, last: 0 };
    // An empty journal begins with 1, whenever that comes.
    this.columns = new Columns(Math.max(1, ends.first), ends.last);
  }

  #guarded(read: (scan: JournalScan) => void): void {
    const { scan } = this;
    if (scan === null) return;
    try {
      read(scan);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof JournalError)) throw error;
    this.problem = error.message;
  }
}
