import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { JournalError, journalFault } from "./fault.ts";
import { versionOf } from "./table.ts";

/** An event as it is stored. */
export interface StoredText {
  readonly sequence: number;
  /** Canonical JSON, not yet checked. */
  readonly text: string;
}

/** Reads a journal in bulk, from either end, as the texts that are stored; never writes. */
export class JournalScan {
  readonly #file: string;
  readonly #database: DatabaseSync;

  /** Throws a `JournalError` where there is no journal that can be read. */
  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) throw new JournalError("not_there", `There is no journal at ${file}.`);
    this.#database = this.#guard(() => new DatabaseSync(file, { readOnly: true, timeout: 1_000 }));
    if (this.form() === 0) throw new JournalError("not_there", `${file} is no journal of Lanyard.`);
  }

  /** The version of the journal's form; throws `newer_form` where it is later than what is known here. */
  form(): number {
    return this.#guard(() => versionOf(this.#database, this.#file));
  }

  /** The places of the oldest and the newest event that are there; both 0 in an empty journal. */
  ends(): { readonly first: number; readonly last: number } {
    const one = (what: "min" | "max"): number =>
      this.#guard(() =>
        Number(
          this.#database.prepare(`SELECT ${what}(sequence) FROM event`).get()?.[`${what}(sequence)`] ?? 0,
        ),
      );
    return { first: one("min"), last: one("max") };
  }

  /** At most so many events before a place, the newest first. */
  before(sequence: number, limit: number): readonly StoredText[] {
    return this.#texts("sequence < ? ORDER BY sequence DESC LIMIT ?", sequence, limit);
  }

  /** At most so many events after a place, the oldest first. */
  after(sequence: number, limit: number): readonly StoredText[] {
    return this.#texts("sequence > ? ORDER BY sequence LIMIT ?", sequence, limit);
  }

  /** The event at a place, or null. */
  at(sequence: number): StoredText | null {
    return this.#texts("sequence = ?", sequence)[0] ?? null;
  }

  /** The event of an id, or null. */
  ofId(id: string): StoredText | null {
    return this.#texts("id = ?", id)[0] ?? null;
  }

  close(): void {
    this.#database.close();
  }

  #texts(condition: string, ...values: readonly SQLInputValue[]): readonly StoredText[] {
    const rows = this.#guard(() => {
      const statement = this.#database.prepare(`SELECT sequence, body FROM event WHERE ${condition}`);
      statement.setReturnArrays(true);
      // Arrays, as was asked for; the types know objects alone.
      return statement.all(...values) as unknown as readonly (readonly [number, string])[];
    });
    return rows.map(([sequence, text]) => ({ sequence, text }));
  }

  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      const fault = journalFault(this.#file, error);
      if (fault.code !== "not_writable") throw fault;
      throw new JournalError("not_there", `The journal ${this.#file} cannot be read now.`, error);
    }
  }
}
