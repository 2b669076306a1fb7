import { Bodies } from "./bodies.ts";
import { readCheckpoint, type TreeHead } from "./checkpoint.ts";
import { provenEvent, type ProvenEvent } from "./proof.ts";
import { JournalReader } from "./reader.ts";
import { keyOf } from "./store.ts";

/** What filters ask for of one event. Names are numbers of words; null where the event has none. */
export type FiledEvent = readonly [
  sequence: number,
  time: number | null,
  kind: number | null,
  effect: number | null,
  person: number | null,
  model: number | null,
  service: number | null,
  rules: number | null,
  pruned: number | null,
];

/** The newest checkpoint. */
export interface NewestCheckpoint extends TreeHead {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
}

const FILED = "SELECT sequence, time, kind, effect, person, model, service, rules, pruned FROM event";

/** Reads a journal in bulk, from either end; never writes. All of it throws a `JournalError` where it cannot be read. */
export class JournalScan {
  readonly #reader: JournalReader;
  readonly #bodies: Bodies;

  constructor(file: string) {
    this.#reader = new JournalReader(file);
    this.#bodies = new Bodies(this.#reader.database);
  }

  /** Which journal it is: the name that its checkpoints carry. */
  origin(): string {
    return String(this.#one("SELECT origin FROM journal")["origin"]);
  }

  /** The place of the newest event, 0 in an empty journal. */
  end(): number {
    return this.#reader.end();
  }

  /** At most so many events before a place, the newest first. */
  filedBefore(sequence: number, limit: number): readonly FiledEvent[] {
    return this.#filed("WHERE sequence < ? ORDER BY sequence DESC LIMIT ?", sequence, limit);
  }

  /** At most so many events after a place, the oldest first. */
  filedAfter(sequence: number, limit: number): readonly FiledEvent[] {
    return this.#filed("WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, limit);
  }

  /** The words whose numbers are above one, by their numbers. */
  wordsAfter(id: number): readonly (readonly [id: number, text: string])[] {
    return this.#reader.guard(() => {
      const statement = this.#reader.database.prepare("SELECT id, text FROM word WHERE id > ? ORDER BY id");
      statement.setReturnArrays(true);
      // Arrays, as was asked for; the types know objects alone.
      return statement.all(id) as unknown as readonly (readonly [number, string])[];
    });
  }

  /** What the events of one tile (256 places) say, by their places in it; null where it is not there. */
  textsOf(tile: number): readonly (string | null)[] {
    const leaves = this.#reader.guard(() => this.#bodies.leavesOf(tile));
    return Array.from(leaves, (leaf) => leaf?.toString("utf8", 1) ?? null);
  }

  /** What one event says; null where that is not there. */
  textAt(sequence: number): string | null {
    return this.#reader.textAt(sequence);
  }

  /** The place of the event of an id, or null. */
  placeOf(id: string): number | null {
    const place = this.#one("SELECT sequence FROM event WHERE key = ?", keyOf(id))["sequence"];
    return typeof place === "number" ? place : null;
  }

  /** The proof of one event; null where there is none of that place. */
  proofOf(sequence: number): ProvenEvent | null {
    return provenEvent(this.#reader, sequence);
  }

  /** When the checkpoint of a size was signed; null where there is none. */
  signedAt(size: number): number | null {
    const time = this.#one("SELECT time FROM checkpoint WHERE size = ?", size)["time"];
    return typeof time === "number" ? time : null;
  }

  /** The newest checkpoint that can be read; null: there is none. Its signature is not verified here. */
  checkpoint(): NewestCheckpoint | null {
    const row = this.#one("SELECT time, note FROM checkpoint ORDER BY size DESC LIMIT 1");
    const { note } = row;
    const checkpoint = typeof note === "string" ? readCheckpoint(note) : null;
    return checkpoint && { ...checkpoint, time: Number(row["time"]) };
  }

  #one(sql: string, ...values: readonly (number | bigint)[]): Readonly<Record<string, unknown>> {
    return this.#reader.guard(() => this.#reader.database.prepare(sql).get(...values)) ?? {};
  }

  #filed(tail: string, ...values: readonly number[]): readonly FiledEvent[] {
    return this.#reader.guard(() => {
      const statement = this.#reader.database.prepare(`${FILED} ${tail}`);
      statement.setReturnArrays(true);
      return statement.all(...values) as unknown as readonly FiledEvent[];
    });
  }
}
