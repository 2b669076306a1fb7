import { DatabaseSync } from "node:sqlite";
import { startOf } from "./bodies.ts";
import { type ExportHead, eventLine, type Redacted, redactedLine } from "./export-form.ts";
import { type Condition, conditionOf, holdsText, type JournalFilter } from "./filter.ts";
import { HASH_BYTES, leafHash } from "./merkle.ts";
import { expectReadable } from "./reader.ts";
import { type EventRow, lastTileOf, TolerantReader } from "./verify/tolerant.ts";

/** What to export. */
export interface ExportOptions {
  readonly file: string;
  readonly filter: JournalFilter;
  /** A further condition on what the filter lets through, and what the head says of it. */
  readonly narrowed?: Condition & { readonly asked: Readonly<Record<string, unknown>> };
  /** Places that are exported whatever was asked for, where they say anything. */
  readonly besides?: ReadonlySet<number>;
  /** What is shown instead of an event's text; null: the text. */
  readonly redact?: (text: string) => Redacted | null;
  /** True: keys of sealed text stay out, so nobody reads it from here; the proofs are the same. */
  readonly withoutKeys?: boolean;
  /** Milliseconds since 1970 UTC, for the head. */
  readonly now: number;
  /** Called after each tile with the events that are done and all of them. */
  readonly onProgress: (done: number, of: number) => void;
}

/**
 * The lines of an export, without their ends. Whatever the filter leaves out has its leaf, or the root of its whole tile,
 * so that the tree's root can be computed again and every checkpoint between be verified. Of a damaged journal it holds
 * whatever is as it was recorded. Throws a `JournalError` where nothing can be.
 */
export function* exportLines(options: ExportOptions): Generator<string> {
  const database = expectReadable(options.file);
  try {
    yield* new Exporter(database, options).lines();
  } finally {
    database.close();
  }
}

class Exporter {
  readonly #reader: TolerantReader;
  readonly #options: ExportOptions;

  constructor(database: DatabaseSync, options: ExportOptions) {
    this.#reader = new TolerantReader(database);
    this.#options = options;
  }

  *lines(): Generator<string> {
    const head = this.#head();
    yield JSON.stringify(head);
    for (let tile = 0; tile <= lastTileOf(head.size); tile += 1) {
      yield* this.#tile(tile, head.size);
      this.#options.onProgress(Math.min(startOf(tile + 1) - 1, head.size), head.size);
    }
  }

  #head(): ExportHead {
    const { filter, narrowed, now } = this.#options;
    const asked = Object.entries({ ...filter, ...narrowed?.asked }).filter(([, value]) => value !== null);
    const checkpoints = this.#reader.rows("SELECT size FROM checkpoint ORDER BY size");
    return {
      lanyard: "journal export",
      form: 1,
      origin: this.#reader.origin(),
      keys: this.#reader.rows("SELECT key FROM signer").map(({ key }) => String(key)),
      size: this.#reader.end(checkpoints.map(({ size }) => ({ size: Number(size) }))),
      time: now,
      filter: asked.length === 0 ? null : Object.fromEntries(asked),
    };
  }

  *#tile(tile: number, size: number): Generator<string> {
    const [from, until] = [startOf(tile), startOf(tile + 1) - 1];
    const bodies = this.#reader.leavesOf(tile) ?? [];
    const chosen = this.#chosen(from, until, bodies);
    const root = until <= size ? this.#reader.hashOf(tile) : null;
    if (chosen.size > 0 || root === null) yield* this.#places(tile, Math.min(until, size), bodies, chosen);
    // Of a tile that is left out whole only the checkpoint at its end can be verified.
    else yield* this.#checkpoints(until, until);
    if (root !== null) yield JSON.stringify({ from, until, root: root.toString("base64") });
  }

  *#places(
    tile: number,
    until: number,
    bodies: readonly (Buffer | undefined)[],
    chosen: ReadonlySet<number>,
  ): Generator<string> {
    const { rows } = this.#reader.tile(tile);
    const signed = new Set(this.#sizes(startOf(tile), until));
    let left: Buffer[] = [];
    for (let sequence = startOf(tile); sequence <= until; sequence += 1) {
      const place = sequence - startOf(tile);
      const leaf = leafOf(rows[place]);
      const body = chosen.has(sequence) ? bodies[place] : undefined;
      const line = leaf === null ? null : this.#lineOf(sequence, leaf, rows[place], body);
      if (leaf === null || line !== null) {
        if (left.length > 0) yield leavesLine(sequence - left.length, left);
        left = [];
      } else left.push(leaf);
      if (line !== null) yield line;
      if (line !== null && body !== undefined) yield* this.#keys(sequence);
      if (left.length > 0 && (signed.has(sequence) || sequence === until)) {
        yield leavesLine(sequence - left.length + 1, left);
        left = [];
      }
      if (signed.has(sequence)) yield* this.#checkpoints(sequence, sequence);
    }
  }

  #chosen(from: number, until: number, bodies: readonly (Buffer | undefined)[]): ReadonlySet<number> {
    const { filter, narrowed, besides } = this.#options;
    const { where, values } = conditionOf(filter);
    const [more, moreValues] =
      narrowed === undefined ? ["", []] : [` AND ${narrowed.where}`, narrowed.values];
    const sql = `SELECT sequence FROM event WHERE sequence BETWEEN ? AND ? AND ${where}${more}`;
    const rows = this.#reader.rows(sql, from, until, ...values, ...moreValues);
    const chosen = rows
      .map(({ sequence }) => Number(sequence))
      .filter((sequence) => {
        const body = bodies[sequence - from];
        return filter.text === null || (body !== undefined && holdsText(filter, body.toString("utf8", 1)));
      });
    const others = Array.from(besides ?? []).filter((place) => place >= from && place <= until);
    return new Set([...chosen, ...others]);
  }

  /** The line of one event that has one of its own; null where it is left out. */
  #lineOf(
    sequence: number,
    leaf: Buffer,
    row: EventRow | undefined,
    body: Buffer | undefined,
  ): string | null {
    // What does not give its leaf is not what was recorded, and may be bytes of anything.
    if (body !== undefined && leafHash(body).equals(leaf)) {
      const text = body.toString("utf8", 1);
      const redacted = this.#options.redact?.(text) ?? null;
      return redacted === null ? eventLine(sequence, leaf, text) : redactedLine(sequence, leaf, redacted);
    }
    if (typeof row?.["pruned"] !== "number") return null;
    return JSON.stringify({ sequence, leaf: leaf.toString("base64"), pruned: row["pruned"] });
  }

  *#keys(sequence: number): Generator<string> {
    if (this.#options.withoutKeys === true) return;
    const keys = this.#reader.keysAt(sequence)?.wrapped ?? null;
    if (keys !== null) yield JSON.stringify({ sequence, keys });
  }

  #sizes(from: number, until: number): readonly number[] {
    return this.#reader
      .rows("SELECT size FROM checkpoint WHERE size BETWEEN ? AND ?", from, until)
      .map(({ size }) => Number(size));
  }

  *#checkpoints(from: number, until: number): Generator<string> {
    for (const { note } of this.#reader.rows(
      "SELECT note FROM checkpoint WHERE size BETWEEN ? AND ?",
      from,
      until,
    ))
      yield JSON.stringify({ checkpoint: String(note) });
  }
}

function leavesLine(from: number, leaves: readonly Buffer[]): string {
  const until = from + leaves.length - 1;
  return JSON.stringify({ from, until, leaves: Buffer.concat(leaves).toString("base64") });
}

function leafOf(row: EventRow | undefined): Buffer | null {
  const leaf = row?.["leaf"];
  return leaf instanceof Uint8Array && leaf.length === HASH_BYTES ? Buffer.from(leaf) : null;
}
