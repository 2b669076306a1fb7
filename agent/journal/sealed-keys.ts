import { hash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { WrappedKeys } from "../../shared/schema/sealed-content.ts";
import { canonical } from "./canonical.ts";

/** What stands beside an event with sealed content. */
export interface KeysBeside {
  /** Null: they were erased, or cannot be read. With `erased`: somebody put them back. */
  readonly wrapped: WrappedKeys | null;
  /** The place of the first record of their erasing; null: they were not. */
  readonly erased: number | null;
}

/** What an event commits to of its keys (`SealedContent.keys`). */
export function digestOf(wrapped: WrappedKeys): string {
  return hash("sha256", canonical(wrapped), "hex");
}

const BESIDE = `SELECT keys, record AS erased FROM sealed LEFT JOIN erased ON erased.sequence = sealed.sequence
  WHERE sealed.sequence = ? ORDER BY record LIMIT 1`;

/** Zeros, as many bytes as there were. */
const OVERWRITE = `UPDATE sealed SET keys = substr(hex(zeroblob(octet_length(keys))), 1, octet_length(keys))
  WHERE sequence = ? AND keys LIKE '[%'`;

/**
 * The keys of sealed content, one row an event. They are no part of the tree, so that erasing them takes the content away
 * and leaves every proof. SQLite leaves what was in a row where it lay whenever the row becomes shorter, or goes, and its
 * page is laid out anew. So these rows come in ascending order, keep their length, and never go: they are overwritten.
 */
export class SealedKeys {
  readonly #database: DatabaseSync;
  readonly #isThere: boolean;
  #erased = false;

  /** Of a journal of any form: before form 3 there is no such table, and nothing sealed. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    const sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sealed'";
    this.#isThere = database.prepare(sql).get() !== undefined;
  }

  /** Keeps the keys of an event; `time` is the event's. */
  add(sequence: number, time: number, wrapped: WrappedKeys): void {
    const sql = "INSERT INTO sealed (sequence, time, keys) VALUES (?, ?, ?)";
    this.#database.prepare(sql).run(sequence, time, canonical(wrapped));
  }

  /** Null where nothing stands beside the event. */
  at(sequence: number): KeysBeside | null {
    if (!this.#isThere) return null;
    const row = this.#database.prepare(BESIDE).get(sequence);
    if (row === undefined) return null;
    const { keys, erased } = row;
    return { wrapped: wrappedIn(String(keys)), erased: typeof erased === "number" ? erased : null };
  }

  /** The places of keys that are there, of events before a moment, in the order of the journal. */
  before(time: number, limit: number): readonly number[] {
    const sql = "SELECT sequence FROM sealed WHERE time < ? AND keys LIKE '[%' ORDER BY sequence LIMIT ?";
    return this.#database
      .prepare(sql)
      .all(time, limit)
      .map(({ sequence }) => Number(sequence));
  }

  /** Erases keys, as the event at the place `record` tells; those that were put back, once more. */
  erase(sequences: readonly number[], record: number): void {
    this.forget(sequences);
    const tell = this.#database.prepare("INSERT INTO erased (sequence, record) VALUES (?, ?)");
    for (const sequence of sequences) tell.run(sequence, record);
  }

  /** Takes away the keys of events that are pruned. */
  forget(sequences: readonly number[]): void {
    const overwrite = this.#database.prepare(OVERWRITE);
    for (const sequence of sequences) if (overwrite.run(sequence).changes > 0) this.#erased = true;
  }

  /** Whether keys were taken away since this was asked last. */
  takeErased(): boolean {
    const erased = this.#erased;
    this.#erased = false;
    return erased;
  }
}

function wrappedIn(text: string): WrappedKeys | null {
  try {
    return WrappedKeys.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
