import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { AuditEvent, GapEvent } from "../../shared/schema/audit-event.ts";
import type { WrappedKeys } from "../../shared/schema/sealed-content.ts";

/** Most events that wait for the agent; past it they are counted in a gap record instead. About 40 MB. */
const OUTBOX_LIMIT = 50_000;

/** Most events in one delivery. */
const BATCH = 500;
/** The same where sealed content is among them: thirty of the largest, with their keys, are 12 MB of a frame's 16. */
const SEALED_BATCH = 30;

interface Gap {
  readonly count: number;
  readonly from: number;
  readonly until: number;
}

interface OutboxSchema extends DBSchema {
  events: { key: number; value: AuditEvent };
  gap: { key: "open"; value: Gap };
  /** Keys of sealed content, by the key of the event that holds it. */
  wrapped: { key: number; value: WrappedKeys };
}

/** One delivery: the events, oldest first, and the keys to forget them by. */
export interface Delivery {
  readonly keys: readonly number[];
  readonly events: readonly AuditEvent[];
  /** Keys of sealed content, by the ids of events. */
  readonly wrapped: ReadonlyMap<string, WrappedKeys>;
}

/** What is in the outbox. */
export interface OutboxCounts {
  /** Events that wait, and of these the ones with sealed content. */
  readonly waiting: number;
  readonly sealed: number;
  /** Events of the open gap: seen, not kept, not told yet. */
  readonly dropped: number;
}

const NO_KEYS: ReadonlyMap<string, WrappedKeys> = new Map();

/**
 * The durable queue between decisions and the journal: what is in it is on disk, leaves it only when the agent has
 * stored it, and may be delivered twice, which the journal's ids make harmless.
 */
export class Outbox {
  readonly #database: Promise<IDBPDatabase<OutboxSchema>>;
  readonly #limit: number;
  #waiting: number | null = null;
  #dropped: number | null = null;
  #sealed: number | null = null;
  /** How often sealed content came or went. */
  #changes = 0;
  /** All that waits, where that is known and fits a delivery: then the disk is not asked for what was just put there. */
  #few: Delivery | null = null;

  constructor(name: string, limit: number = OUTBOX_LIMIT) {
    this.#limit = limit;
    this.#database = openDB<OutboxSchema>(name, 2, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore("events", { autoIncrement: true });
          database.createObjectStore("gap");
        }
        database.createObjectStore("wrapped");
      },
    });
  }

  /** Adds events in one transaction, with the keys of their sealed content; those past the bound are counted, not kept. */
  async add(events: readonly AuditEvent[], wrapped = NO_KEYS): Promise<void> {
    const database = await this.#database;
    const room = Math.max(0, this.#limit - (await this.waiting()));
    const stores = ["events", "gap", "wrapped"] as const;
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    const kept = events.slice(0, room);
    const writes = kept.map((event) => transaction.objectStore("events").add(event));
    const gaps = transaction.objectStore("gap");
    if (kept.length < events.length)
      await gaps.put(widen(await gaps.get("open"), events.slice(room)), "open");
    const keys = await Promise.all(writes);
    const sealed = kept.flatMap(({ id }, index) => {
      const [own, at] = [wrapped.get(id), keys[index]];
      return own === undefined || at === undefined ? [] : [transaction.objectStore("wrapped").put(own, at)];
    });
    await Promise.all(sealed);
    await transaction.done;
    this.#waiting = (this.#waiting ?? 0) + kept.length;
    if (sealed.length > 0) this.#recountSealed();
    const isFew = this.#sealed === 0 && this.#waiting <= BATCH;
    this.#few = this.#few === null || !isFew ? null : joined(this.#few, { keys, events: kept });
    if (kept.length < events.length) this.#dropped = null;
  }

  /** The oldest events, at most a delivery of them; empty where none wait. */
  async next(): Promise<Delivery> {
    if (this.#few !== null) return this.#few;
    const most = (await this.#sealedWaiting()) > 0 ? SEALED_BATCH : BATCH;
    const delivery = await this.#oldest(most);
    // What came or went in the meantime is counted by now.
    if (this.#sealed === 0 && delivery.keys.length === this.#waiting) this.#few = delivery;
    return delivery;
  }

  async #oldest(most: number): Promise<Delivery> {
    const database = await this.#database;
    const transaction = database.transaction(["events", "wrapped"]);
    const [keys, events] = await Promise.all([
      transaction.objectStore("events").getAllKeys(null, most),
      transaction.objectStore("events").getAll(null, most),
    ]);
    const [last] = keys.slice(-1);
    if (last === undefined) return { keys, events, wrapped: NO_KEYS };
    const upTo = IDBKeyRange.upperBound(last);
    const store = transaction.objectStore("wrapped");
    if ((await store.count(upTo)) === 0) return { keys, events, wrapped: NO_KEYS };
    const [of, own] = await Promise.all([store.getAllKeys(upTo), store.getAll(upTo)]);
    const ids = new Map(keys.map((key, index) => [key, events[index]?.id]));
    const wrapped = own.flatMap((one, index) => {
      const id = ids.get(of[index] ?? Number.NaN);
      return id === undefined ? [] : [[id, one] as const];
    });
    return { keys, events, wrapped: new Map(wrapped) };
  }

  /** Forgets what has been stored by the agent. */
  async forget(keys: readonly number[]): Promise<void> {
    const database = await this.#database;
    await this.waiting(); // counted before they go
    const transaction = database.transaction(["events", "wrapped"], "readwrite");
    await Promise.all(
      keys.flatMap((key) => [
        transaction.objectStore("events").delete(key),
        transaction.objectStore("wrapped").delete(key),
      ]),
    );
    await transaction.done;
    if (this.#sealed !== 0) this.#recountSealed();
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

  /** What is in it. */
  async counts(): Promise<OutboxCounts> {
    return {
      waiting: await this.waiting(),
      dropped: await this.dropped(),
      sealed: await this.#sealedWaiting(),
    };
  }

  async #sealedWaiting(): Promise<number> {
    if (this.#sealed !== null) return this.#sealed;
    const asked = this.#changes;
    const count = await (await this.#database).count("wrapped");
    // What came or went since is in no count that was asked for before.
    if (asked === this.#changes) this.#sealed = count;
    return count;
  }

  #recountSealed(): void {
    this.#sealed = null;
    this.#changes += 1;
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

function joined(before: Delivery, { keys, events }: Pick<Delivery, "keys" | "events">): Delivery {
  return { ...before, keys: [...before.keys, ...keys], events: [...before.events, ...events] };
}

function without({ keys, events, wrapped }: Delivery, gone: ReadonlySet<number>): Delivery {
  const stays = (_: unknown, index: number): boolean => !gone.has(keys[index] ?? Number.NaN);
  return { keys: keys.filter(stays), events: events.filter(stays), wrapped };
}

function widen(gap: Gap | undefined, dropped: readonly AuditEvent[]): Gap {
  const times = dropped.map((event) => event.time);
  return {
    count: (gap?.count ?? 0) + dropped.length,
    from: Math.min(gap?.from ?? Number.POSITIVE_INFINITY, ...times),
    until: Math.max(gap?.until ?? 0, ...times),
  };
}
