import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { Bodies, startOf, tileOf } from "../bodies.ts";
import { type KeysBeside, SealedKeys } from "../sealed-keys.ts";
import { TILE_WIDTH } from "../merkle.ts";

/** Without `key`, whose numbers are too large for JavaScript's. */
const COLUMNS = "sequence, leaf, time, kind, effect, person, model, service, rules, pruned";

/** One row of `event`. */
export type EventRow = Readonly<Record<string, unknown>>;

/** Reads a journal of which parts may be overwritten or gone: whatever cannot be read is absent, and nothing throws. */
export class TolerantReader {
  readonly #database: DatabaseSync;
  readonly #bodies: Bodies;
  #sealedKeys: SealedKeys | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#bodies = new Bodies(database);
  }

  /** The place of the last event; where that cannot be told, that of the last checkpoint. */
  end(checkpoints: readonly { readonly size: number }[]): number {
    const last = this.rows("SELECT max(sequence) AS last FROM event")[0]?.["last"];
    return typeof last === "number" ? last : (checkpoints.at(-1)?.size ?? 0);
  }

  /** The rows of one tile by their places in it, and whether each that is absent is so because it cannot be read. */
  tile(tile: number): { readonly rows: readonly (EventRow | undefined)[]; readonly isUnreadable: boolean } {
    const first = startOf(tile);
    const rows: EventRow[] = [];
    const sql = `SELECT ${COLUMNS} FROM event WHERE sequence BETWEEN ? AND ?`;
    const isWhole = this.#tried(() =>
      rows.push(...this.#database.prepare(sql).all(first, first + TILE_WIDTH - 1)),
    );
    if (!isWhole) rows.push(...this.#oneByOne(first));
    const placed: (EventRow | undefined)[] = [];
    for (const row of rows) {
      const place = Number(row["sequence"]) - first;
      if (place >= 0 && place < TILE_WIDTH) placed[place] = row;
    }
    return { rows: placed, isUnreadable: !isWhole };
  }

  /** What the events of one tile say, by their places; null where their bundle cannot be read. */
  leavesOf(tile: number): readonly (Buffer | undefined)[] | null {
    let leaves: readonly (Buffer | undefined)[] | null = null;
    this.#tried(() => (leaves = this.#bodies.leavesOf(tile)));
    return leaves;
  }

  /** The hash that is kept for a full tile; null where there is none. */
  hashOf(tile: number): Buffer | null {
    const hash = this.rows("SELECT hash FROM node WHERE level = 1 AND position = ?", tile)[0]?.["hash"];
    return hash instanceof Uint8Array && hash.length > 0 ? Buffer.from(hash) : null;
  }

  /** What stands beside an event with sealed content; null where that is nothing, or cannot be read. */
  keysAt(sequence: number): KeysBeside | null {
    let keys: KeysBeside | null = null;
    this.#tried(() => (keys = (this.#sealedKeys ??= new SealedKeys(this.#database)).at(sequence)));
    return keys;
  }

  /** The name that the journal's checkpoints carry; empty where it cannot be read. */
  origin(): string {
    const origin = this.rows("SELECT origin FROM journal")[0]?.["origin"];
    return typeof origin === "string" ? origin : "";
  }

  /** The rows that a query gives, as far as they can be read. */
  rows(sql: string, ...values: readonly SQLInputValue[]): readonly EventRow[] {
    const rows: EventRow[] = [];
    this.#tried(() => {
      for (const row of this.#database.prepare(sql).iterate(...values)) rows.push(row);
    });
    return rows;
  }

  #oneByOne(first: number): readonly EventRow[] {
    const sql = `SELECT ${COLUMNS} FROM event WHERE sequence = ?`;
    return Array.from({ length: TILE_WIDTH }, (_, place) => this.rows(sql, first + place)).flat();
  }

  #tried(read: () => unknown): boolean {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  }
}

/** The tile of the last event, -1 in an empty journal. */
export function lastTileOf(end: number): number {
  return end === 0 ? -1 : tileOf(end);
}
