import { basename, resolve } from "node:path";
import type { JournalAbout, Proof } from "./api/answers.ts";
import { JournalError } from "../journal/fault.ts";
import { Columns } from "./columns.ts";

/** How much of a record there is, and how much of it was read. In events. */
export interface Progress {
  readonly all: number;
  /** Filed, so that filters find them. */
  readonly read: number;
  /** Read in full, so that a search finds what they say. */
  readonly searched: number;
}

/** One opened record, a journal or an export of one: what is read of it so far, or why it cannot be read on. */
export abstract class Shelf {
  abstract readonly form: "journal" | "export";
  readonly file: string;
  readonly name: string;
  /** A sentence; null: all is well. */
  problem: string | null = null;
  /** Places that should have an event, and have none. */
  missing = 0;
  /** Events whose content is not kept any more, or was left out of an export. */
  absent = 0;
  columns = new Columns(0);

  constructor(file: string) {
    this.file = resolve(file);
    this.name = basename(file);
  }

  abstract get progress(): Progress;

  /** True where there is nothing more to read that was there at the start. */
  abstract get whole(): boolean;

  /** The time up to which all is read, for whoever reads the newest of all records first. */
  abstract get frontier(): number;

  /** Reads some more; nothing where it is whole. */
  abstract readSome(): void;

  /** Reads what came since; true where there was anything. */
  abstract readOn(): boolean;

  /** What the event at a place says; null where nothing is to be had. */
  abstract textAt(sequence: number): string | null;

  /** The place of the event of an id, or null. */
  abstract placeOf(id: string): number | null;

  /** What proves an event; null where that cannot be told here. */
  abstract proofOf(sequence: number): Proof | null;

  /** The name in its checkpoints, and the newest of them; null where it cannot be read. */
  abstract head(): JournalAbout["head"];

  /** The place in the journal of the event of a slot. */
  abstract sequenceAt(slot: number): number;

  /** Reads; where that fails, says why, and leaves what was read before. */
  protected guarded<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.problem = error.message;
      return otherwise;
    }
  }
}
