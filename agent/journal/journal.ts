import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import { canonical } from "./canonical.ts";
import { JournalError, journalFault } from "./fault.ts";
import { openForWriting } from "./open.ts";
import { rowOf } from "./row.ts";

interface OpenJournal {
  readonly database: DatabaseSync;
  readonly insert: StatementSync;
  readonly last: StatementSync;
}

/** What the journal needs from around it. */
export interface JournalOptions {
  readonly file: string;
  readonly now: () => number;
  /** Called when a damaged file was moved aside, with the path of the copy. */
  readonly onDamaged: (copy: string) => void;
}

/** The record of one endpoint: events are durable when `append` returns, in the order of their coming. */
export class Journal {
  readonly file: string;
  readonly #options: JournalOptions;
  #open: OpenJournal | null = null;

  constructor(options: JournalOptions) {
    this.file = options.file;
    this.#options = options;
  }

  /**
   * Stores events in one transaction; those whose id is there already are left as they are.
   * Throws a `JournalError`, and then none of them is stored; the file is opened anew at the next call.
   */
  append(events: readonly AuditEvent[]): void {
    try {
      const open = this.#opened();
      open.database.exec("BEGIN IMMEDIATE");
      insertAll(open, events);
      open.database.exec("COMMIT");
    } catch (error) {
      this.close();
      throw journalFault(this.file, error);
    }
  }

  /** How many events the journal holds; 0 while it cannot be opened. */
  count(): number {
    return this.#open === null ? 0 : lastSequence(this.#open);
  }

  /** Closes the file, which folds the write-ahead log into it; an unfinished transaction is undone. */
  close(): void {
    this.#open?.database.close();
    this.#open = null;
  }

  #opened(): OpenJournal {
    if (this.#open) return this.#open;
    const { database, damagedCopy } = openForWriting(this.file, this.#options.now());
    this.#open = {
      database,
      insert: database.prepare(
        `INSERT INTO event (sequence, id, time, kind, effect, model, service, rules, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      ),
      last: database.prepare("SELECT max(sequence) AS last FROM event"),
    };
    if (damagedCopy !== null) this.#options.onDamaged(damagedCopy);
    return this.#open;
  }
}

/** Numbers are given inside the transaction and only to events that are new: a Merkle tree allows no holes. */
function insertAll(open: OpenJournal, events: readonly AuditEvent[]): void {
  let sequence = lastSequence(open) + 1;
  for (const event of events) {
    const row = rowOf(event);
    const { changes } = open.insert.run(
      sequence,
      event.id,
      event.time,
      event.kind,
      row.effect,
      row.model,
      row.service,
      row.rules,
      canonical(event),
    );
    sequence += Number(changes);
  }
}

function lastSequence({ last }: OpenJournal): number {
  return Number(last.get()?.["last"] ?? 0);
}

/** The sentence of a journal's error; anything else is a defect and is thrown on. */
export function journalSentence(error: unknown): string {
  if (error instanceof JournalError) return error.message;
  throw error;
}
