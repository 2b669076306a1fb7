import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { AuditEvent, type DecisionEvent } from "../../shared/schema/audit-event.ts";
import { JournalError, journalFault } from "./fault.ts";
import { versionOf } from "./table.ts";

/** Which events to list. Null: no such limit. */
export interface JournalFilter {
  /** Milliseconds since 1970 UTC. */
  readonly since: number | null;
  readonly effect: DecisionEvent["effect"] | null;
  /** A glob (`*` and `?`) over the model's id. */
  readonly model: string | null;
}

/** One event with its place in the journal. */
export interface JournalEntry {
  readonly sequence: number;
  readonly event: AuditEvent;
}

/** A decision as it is stored. */
export interface DecisionText {
  readonly sequence: number;
  /** Canonical JSON of a `DecisionEvent`, not yet checked. */
  readonly text: string;
}

/** Reads a journal without ever writing to it, whether or not the agent runs. */
export class JournalReader {
  readonly #file: string;
  readonly #database: DatabaseSync;

  /** Throws a `JournalError` where there is no journal that can be read. */
  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) throw new JournalError("not_there", `There is no journal at ${file}.`);
    this.#database = this.#guard(() => new DatabaseSync(file, { readOnly: true, timeout: 1_000 }));
    const version = this.#guard(() => versionOf(this.#database, file));
    if (version === 0) throw new JournalError("not_there", `${file} is no journal of Lanyard.`);
  }

  /** The newest events that the filter lets through, oldest of them first. */
  newest(filter: JournalFilter, limit: number): readonly JournalEntry[] {
    return this.#select(filter, "ORDER BY sequence DESC LIMIT ?", [limit]).toReversed();
  }

  /** At most 1,000 events after one place and up to another, oldest first. */
  between(after: number, upTo: number, filter: JournalFilter): readonly JournalEntry[] {
    return this.#select(filter, "AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT 1000", [
      after,
      upTo,
    ]);
  }

  /**
   * At most 2,000 decisions after one place and up to another, oldest first, as the texts that are stored: whoever
   * goes through a million of them reads only what it needs. No index on time: the place in the journal leads.
   */
  decisionTexts(after: number, upTo: number, since: number | null): readonly DecisionText[] {
    const sql = `SELECT sequence, body FROM event WHERE sequence > ? AND sequence <= ? AND kind = 'decision'
      AND +time >= ? ORDER BY sequence LIMIT 2000`;
    const rows = this.#guard(() => this.#database.prepare(sql).all(after, upTo, since ?? -Infinity));
    return rows.map(({ sequence, body }) => ({ sequence: Number(sequence), text: String(body) }));
  }

  /** Every event of one kind, of the newest first, since a moment; null: since ever. */
  ofKind<K extends AuditEvent["kind"]>(kind: K, since: number | null): Extract<AuditEvent, { kind: K }>[] {
    const sql = "SELECT body FROM event WHERE kind = ? AND time >= ? ORDER BY sequence DESC";
    const rows = this.#guard(() => this.#database.prepare(sql).all(kind, since ?? -Infinity));
    return rows
      .map(({ body }) => AuditEvent.parse(JSON.parse(String(body))))
      .filter((event): event is Extract<AuditEvent, { kind: K }> => event.kind === kind);
  }

  /** How many events the filter lets through. */
  count(filter: JournalFilter): number {
    const { where, values } = conditionOf(filter);
    const row = this.#guard(() =>
      this.#database.prepare(`SELECT count(*) AS n FROM event WHERE ${where}`).get(...values),
    );
    return Number(row?.["n"]);
  }

  /** The place of the newest event, 0 in an empty journal. */
  end(): number {
    const row = this.#guard(() => this.#database.prepare("SELECT max(sequence) AS last FROM event").get());
    return Number(row?.["last"] ?? 0);
  }

  close(): void {
    this.#database.close();
  }

  #select(filter: JournalFilter, tail: string, more: readonly SQLInputValue[]): JournalEntry[] {
    const { where, values } = conditionOf(filter);
    const sql = `SELECT sequence, body FROM event WHERE ${where} ${tail}`;
    const rows = this.#guard(() => this.#database.prepare(sql).all(...values, ...more));
    return rows.map(({ sequence, body }) => ({
      sequence: Number(sequence),
      event: AuditEvent.parse(JSON.parse(String(body))),
    }));
  }

  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      const fault = journalFault(this.#file, error);
      if (fault.code !== "not_writable") throw fault;
      throw new JournalError(
        "not_there",
        `The journal ${this.#file} cannot be read: ${causeOf(error)}.`,
        error,
      );
    }
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}

function conditionOf(filter: JournalFilter): { readonly where: string; readonly values: SQLInputValue[] } {
  const parts: readonly (readonly [string, SQLInputValue | null])[] = [
    ["time >= ?", filter.since],
    ["effect = ?", filter.effect],
    ["model GLOB ?", filter.model],
  ];
  const asked = parts.filter(([, value]) => value !== null);
  return {
    where: ["true", ...asked.map(([sql]) => sql)].join(" AND "),
    values: asked.map(([, value]) => value),
  };
}
