import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { AuditEvent, GapEvent } from "../../shared/schema/audit-event.ts";

/** Most events that wait for the agent; past it they are counted in a gap record instead. About 40 MB. */
const OUTBOX_LIMIT = 50_000;

/** Most events in one delivery. */
const BATCH = 500;

interface Gap {
  readonly count: number;
  readonly from: number;
  readonly until: number;
}

interface OutboxSchema extends DBSchema {
  events: { key: number; value: AuditEvent };
  gap: { key: "open"; value: Gap };
}

/** One delivery: the events, oldest first, and the keys to forget them by. */
export interface Delivery {
  readonly keys: readonly number[];
  readonly events: readonly AuditEvent[];
}

/**
 * The durable queue between decisions and the journal: what is in it is on disk, leaves it only when the agent has
 * stored it, and may be delivered twice, which the journal's ids make harmless.
 */
export class Outbox {
  readonly #database: Promise<IDBPDatabase<OutboxSchema>>;
  readonly #limit: number;
  #waiting: number | null = null;
  #dropped: number | null = null;
  /** All that waits, where that is known and fits a delivery: then the disk is not asked for what was just put there. */
  #few: Delivery | null = null;

  constructor(name: string, limit: number = OUTBOX_LIMIT) {
    this.#limit = limit;
    this.#database = openDB<OutboxSchema>(name, 1, {
      upgrade(database) {
        database.createObjectStore("events", { autoIncrement: true });
        database.createObjectStore("gap");
      },
    });
  }

  /** Adds events in one transaction; those past the bound are counted, not kept. */
  async add(events: readonly AuditEvent[]): Promise<void> {
    const database = await this.#database;
    const room = Math.max(0, this.#limit - (await this.waiting()));
    const transaction = database.transaction(["events", "gap"], "readwrite", { durability: "strict" });
    const kept = events.slice(0, room);
    const writes = kept.map((event) => transaction.objectStore("events").add(event));
    const gaps = transaction.objectStore("gap");
    if (kept.length < events.length)
      await gaps.put(widen(await gaps.get("open"), events.slice(room)), "open");
    const keys = await Promise.all(writes);
    await transaction.done;
    this.#waiting = (this.#waiting ?? 0) + kept.length;
    this.#few =
      this.#few === null || this.#waiting > BATCH ? null : joined(this.#few, { keys, events: kept });
    if (kept.length < events.length) this.#dropped = null;
  }

  /** The oldest events, at most a delivery of them; empty where none wait. */
  async next(): Promise<Delivery> {
    if (this.#few !== null) return this.#few;
    const database = await this.#database;
    const transaction = database.transaction("events");
    const [keys, events] = await Promise.all([
      transaction.store.getAllKeys(null, BATCH),
      transaction.store.getAll(null, BATCH),
    ]);
    // What came or went in the meantime is counted by now.
    if (keys.length === this.#waiting) this.#few = { keys, events };
    return { keys, events };
  }

  /** Forgets what has been stored by the agent. */
  async forget(keys: readonly number[]): Promise<void> {
    const database = await this.#database;
    await this.waiting(); // counted before they go
    const transaction = database.transaction("events", "readwrite");
    await Promise.all(keys.map((key) => transaction.store.delete(key)));
    await transaction.done;
    this.#waiting = (this.#waiting ?? 0) - keys.length;
    this.#few = this.#few === null ? null : without(this.#few, new Set(keys));
  }

  /** Turns the open gap, if there is one, into a record of its own that waits like any other. */
  async closeGap(id: string, time: number): Promise<void> {
    if ((await this.dropped()) === 0) return;
    const database = await this.#database;
    const transaction = database.transaction(["events", "gap"], "readwrite", { durability: "strict" });
    const gap = await transaction.objectStore("gap").get("open");
    if (gap !== undefined) {
      const record: GapEvent = { id, time, kind: "gap", what: "outbox_full", ...gap };
      await transaction.objectStore("events").add(record);
      await transaction.objectStore("gap").delete("open");
      this.#waiting = (this.#waiting ?? 0) + 1;
      this.#few = null;
    }
    await transaction.done;
    this.#dropped = 0;
  }

  /** Events that wait. */
  async waiting(): Promise<number> {
    this.#waiting ??= await (await this.#database).count("events");
    return this.#waiting;
  }

  /** Events of the open gap: seen, not kept, not told yet. */
  async dropped(): Promise<number> {
    this.#dropped ??= (await (await this.#database).get("gap", "open"))?.count ?? 0;
    return this.#dropped;
  }
}

function joined(before: Delivery, { keys, events }: Delivery): Delivery {
  return { keys: [...before.keys, ...keys], events: [...before.events, ...events] };
}

function without({ keys, events }: Delivery, gone: ReadonlySet<number>): Delivery {
  const stays = (_: unknown, index: number): boolean => !gone.has(keys[index] ?? Number.NaN);
  return { keys: keys.filter(stays), events: events.filter(stays) };
}

function widen(gap: Gap | undefined, dropped: readonly AuditEvent[]): Gap {
  const times = dropped.map((event) => event.time);
  return {
    count: (gap?.count ?? 0) + dropped.length,
    from: Math.min(gap?.from ?? Number.POSITIVE_INFINITY, ...times),
    until: Math.max(gap?.until ?? 0, ...times),
  };
}
