import { randomUUID } from "node:crypto";
import type { PrunedEvent } from "../../shared/schema/audit-event.ts";
import { tileOf } from "./bodies.ts";
import { eraseSome } from "./erase.ts";
import { setOf } from "./place-set.ts";
import type { Store } from "./store.ts";

/** How long bodies stay. Null: no such limit. */
export interface Retention {
  /** Days that anything stays. */
  readonly days: number | null;
  /** Megabytes (of 1,000,000 bytes) that the file may take; the oldest go first. */
  readonly megabytes: number | null;
  /** Days that what was permitted stays, and what was asked about it. */
  readonly permitsDays: number | null;
  /** Days that keys of sealed content stay. */
  readonly sealedDays: number | null;
}

/** What may go now, and why it does. */
export interface PruneRequest {
  readonly retention: Retention;
  /** The moment that ages are counted to, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Bodies that go in one transaction: about half a second. */
const AT_ONCE = 25_600;
/** A file that grew too large is brought this far below its limit, so that it is not pruned at every event. */
const ROOM = 0.95;
const DAY = 86_400_000;

interface Choice {
  readonly why: PrunedEvent["why"];
  readonly sequences: readonly number[];
}

/** Takes away some of what may go, keys or bodies, with one record of it; how many. The leaves of the tree stay. */
export function pruneSome(store: Store, request: PruneRequest, now: number): number {
  const { retention, at } = request;
  const { sealedDays } = retention;
  const erased = sealedDays === null ? 0 : eraseSome(store, { until: at - sealedDays * DAY }, null, now);
  return erased > 0 ? erased : pruneBodies(store, request, now);
}

function pruneBodies(store: Store, { retention, at }: PruneRequest, now: number): number {
  const choice = chosen(store, retention, at);
  if (choice === null) return 0;
  const { sequences, why } = choice;
  const record = store.size + 1;
  const [first = 0] = sequences;
  store.add({
    id: randomUUID(),
    time: now,
    kind: "pruned",
    why,
    count: sequences.length,
    first,
    last: sequences.at(-1) ?? 0,
    set: setOf(sequences),
  });
  for (const [tile, places] of Map.groupBy(sequences, tileOf)) store.bodies.erase(tile, places);
  const mark = store.database.prepare(
    `UPDATE event SET pruned = ?, time = NULL, kind = NULL, effect = NULL, person = NULL, model = NULL, service = NULL,
     rules = NULL WHERE sequence = ?`,
  );
  for (const sequence of sequences) mark.run(record, sequence);
  store.sealedKeys.forget(sequences);
  return sequences.length;
}

function chosen(store: Store, { days, permitsDays, megabytes }: Retention, at: number): Choice | null {
  const byAge = days === null ? [] : select(store, "time < ?", at - days * DAY);
  if (byAge.length > 0) return { why: "age", sequences: byAge };
  const permits = permitsDays === null ? [] : select(store, PERMITTED, at - permitsDays * DAY);
  if (permits.length > 0) return { why: "permits", sequences: permits };
  const bySize = megabytes === null ? [] : oldest(store, megabytes * 1_000_000);
  return bySize.length > 0 ? { why: "size", sequences: bySize } : null;
}

const PERMITTED = "time < ? AND effect = (SELECT id FROM word WHERE text = 'permit')";

/** The records of pruning and erasing stay: without them nobody could tell what was pruned from what was deleted. */
const PRUNABLE =
  "time IS NOT NULL AND pruned IS NULL AND kind NOT IN (SELECT id FROM word WHERE text IN ('pruned', 'erased'))";

function select(store: Store, condition: string, before: number): readonly number[] {
  // The index on time finds them; the sorter then puts at most so many in the order of the journal.
  const sql = `SELECT sequence FROM event WHERE ${PRUNABLE} AND ${condition} ORDER BY time LIMIT ${AT_ONCE}`;
  return inOrder(store.database.prepare(sql).all(before));
}

function oldest(store: Store, limit: number): readonly number[] {
  const used = usedBytes(store);
  if (used <= limit) return [];
  const bodies = store.database.prepare(`SELECT count(*) AS n FROM event WHERE ${PRUNABLE}`).get()?.["n"];
  const count = Math.ceil((1 - (limit * ROOM) / used) * Number(bodies));
  const sql = `SELECT sequence FROM event WHERE ${PRUNABLE} ORDER BY sequence LIMIT ?`;
  return inOrder(store.database.prepare(sql).all(Math.min(count, AT_ONCE)));
}

function inOrder(rows: readonly Record<string, unknown>[]): readonly number[] {
  return rows.map(({ sequence }) => Number(sequence)).toSorted((one, other) => one - other);
}

/** Bytes of the file's pages that hold anything. */
function usedBytes({ database }: Store): number {
  const [pages, free, size] = ["page_count", "freelist_count", "page_size"].map((name) =>
    Number(database.prepare(`PRAGMA ${name}`).get()?.[name]),
  );
  return ((pages ?? 0) - (free ?? 0)) * (size ?? 0);
}
