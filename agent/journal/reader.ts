import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { AuditEvent } from "../../shared/schema/audit-event.ts";
import { Bodies } from "./bodies.ts";
import { JournalError, journalFault } from "./fault.ts";
import { conditionOf, EVERYTHING, holdsText, type JournalFilter } from "./filter.ts";
import { type KeysBeside, SealedKeys } from "./sealed-keys.ts";
import { expectReadForm } from "./table.ts";

/** One event with its place in the journal. */
export interface JournalEntry {
  readonly sequence: number;
  readonly event: AuditEvent;
}

/** An event as it is stored. */
export interface StoredText {
  readonly sequence: number;
  /** Canonical JSON of an event, not yet checked. */
  readonly text: string;
}

/** Events of one page. */
const PAGE = 1_000;

/** Opens a journal that is only read; throws a `JournalError` where it is none that this Lanyard can read. */
export function expectReadable(file: string): DatabaseSync {
  if (!existsSync(file)) throw new JournalError("not_there", `There is no journal at ${file}.`);
  return guarded(file, () => {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
    try {
      expectReadForm(database, file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const fault = journalFault(file, error);
    if (fault.code !== "not_writable") throw fault;
    throw new JournalError("not_there", `The journal ${file} cannot be read: ${causeOf(error)}.`, error);
  }
}

/** Reads a journal without ever writing to it, whether or not the agent runs. */
export class JournalReader {
  readonly database: DatabaseSync;
  readonly #file: string;
  readonly #bodies: Bodies;
  readonly #sealedKeys: SealedKeys;

  /** Throws a `JournalError` where there is no journal that can be read. */
  constructor(file: string) {
    this.#file = file;
    this.database = expectReadable(file);
    this.#bodies = new Bodies(this.database);
    this.#sealedKeys = new SealedKeys(this.database);
  }

  /** The newest events that the filter lets through, oldest of them first. */
  newest(filter: JournalFilter, limit: number): readonly JournalEntry[] {
    return this.#entries(filter, "ORDER BY sequence DESC", [], limit).toReversed();
  }

  /** At most 1,000 events after one place and up to another, oldest first. */
  between(after: number, upTo: number, filter: JournalFilter): readonly JournalEntry[] {
    return this.#entries(filter, "AND sequence > ? AND sequence <= ? ORDER BY sequence", [after, upTo], PAGE);
  }

  /**
   * At most 1,000 decisions after one place and up to another, oldest first, as the texts that are stored: whoever
   * goes through a million of them reads only what it needs. The place in the journal leads, not the time.
   */
  decisionTexts(after: number, upTo: number, since: number | null): readonly StoredText[] {
    const tail = "AND sequence > ? AND sequence <= ? AND +time >= ? ORDER BY sequence";
    const values = [after, upTo, since ?? -Infinity];
    return this.guard(() => Array.from(this.#texts({ ...EVERYTHING, kind: "decision" }, tail, values, PAGE)));
  }

  /** Every event of one kind, of the newest first, since a moment; null: since ever. */
  ofKind<K extends AuditEvent["kind"]>(kind: K, since: number | null): Extract<AuditEvent, { kind: K }>[] {
    return this.#entries({ ...EVERYTHING, kind, since }, "ORDER BY sequence DESC", [], Infinity)
      .map(({ event }) => event)
      .filter((event): event is Extract<AuditEvent, { kind: K }> => event.kind === kind);
  }

  /** The text of one event, or null where its body was pruned or it is not there. */
  textAt(sequence: number): string | null {
    return this.guard(() => this.#bodies.textAt(sequence));
  }

  /** The keys of the sealed content of one event, or when they were erased; null where it has none. */
  keysAt(sequence: number): KeysBeside | null {
    return this.guard(() => this.#sealedKeys.at(sequence));
  }

  /** How many events the filter lets through. */
  count(filter: JournalFilter): number {
    const { where, values } = conditionOf(filter);
    if (filter.text !== null)
      return this.guard(() => Array.from(this.#texts(filter, "", [], Infinity)).length);
    const sql = `SELECT count(*) AS n FROM event WHERE ${where}`;
    return Number(this.guard(() => this.database.prepare(sql).get(...values))?.["n"]);
  }

  /** The place of the newest event, 0 in an empty journal. */
  end(): number {
    const row = this.guard(() => this.database.prepare("SELECT max(sequence) AS last FROM event").get());
    return Number(row?.["last"] ?? 0);
  }

  /** The place of the first event after a place that still has a body; null: there is none. */
  firstKept(after: number): number | null {
    const sql = "SELECT sequence FROM event WHERE sequence > ? AND pruned IS NULL ORDER BY sequence LIMIT 1";
    const first = this.guard(() => this.database.prepare(sql).get(after))?.["sequence"];
    return typeof first === "number" ? first : null;
  }

  /** How many events after a place were pruned, by the records of it that come after the place `told`. */
  prunedAfter(after: number, told: number): number {
    const { where, values } = conditionOf({ ...EVERYTHING, kind: "pruned" });
    // All that is behind the place is only gone through where there is a new record.
    const sql = `SELECT CASE WHEN EXISTS (SELECT 1 FROM event WHERE ${where} AND sequence > ?)
      THEN (SELECT count(*) FROM event WHERE sequence > ? AND pruned > ?) ELSE 0 END AS n`;
    return Number(this.guard(() => this.database.prepare(sql).get(...values, told, after, told))?.["n"]);
  }

  close(): void {
    this.database.close();
  }

  /** Reads, and throws a `JournalError` with a sentence where that does not work. */
  guard<T>(read: () => T): T {
    return guarded(this.#file, read);
  }

  #entries(
    filter: JournalFilter,
    tail: string,
    values: readonly SQLInputValue[],
    limit: number,
  ): JournalEntry[] {
    return this.guard(() =>
      Array.from(this.#texts(filter, tail, values, limit), ({ sequence, text }) => ({
        sequence,
        event: eventOf(sequence, text),
      })),
    );
  }

  *#texts(
    filter: JournalFilter,
    tail: string,
    more: readonly SQLInputValue[],
    limit: number,
  ): Generator<StoredText> {
    const { where, values } = conditionOf(filter);
    const rows = this.database.prepare(`SELECT sequence FROM event WHERE ${where} ${tail}`);
    let left = limit;
    for (const row of rows.iterate(...values, ...more)) {
      if (left <= 0) return;
      const sequence = Number(row["sequence"]);
      const text = this.#bodies.textAt(sequence);
      if (text === null || !holdsText(filter, text)) continue;
      left -= 1;
      yield { sequence, text };
    }
  }
}

/** What a body says; one that was edited may say nothing that is an event. */
function eventOf(sequence: number, text: string): AuditEvent {
  try {
    return AuditEvent.parse(JSON.parse(text));
  } catch (error) {
    throw new JournalError(
      "damaged",
      `The journal is damaged: event ${sequence} is not as it was written. See: lanyard journal verify`,
      error,
    );
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}
