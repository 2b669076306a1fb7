import type { DatabaseSync } from "node:sqlite";
import { AuditEvent } from "../../shared/schema/audit-event.ts";
import { Store } from "./store.ts";
import { addSealed, makeTables } from "./table.ts";

/** Told while a journal of an older form is brought up to this one: events that are done, and all. */
export type OnUpgrade = (done: number, of: number) => void;

/** Events between two tellings. */
const TELL_EVERY = 10_000;

/**
 * Makes the tables that are missing, and brings events of form 1 over: a row each, without a tree. It is one transaction of the
 * caller's, so that a journal whose upgrade was cut short is as it was.
 */
export function makeOrUpgrade(database: DatabaseSync, version: number, onUpgrade: OnUpgrade): void {
  if (version === 2) return addSealed(database);
  if (version === 1) database.exec("ALTER TABLE event RENAME TO event_1; DROP INDEX event_time");
  makeTables(database);
  if (version !== 1) return;
  const count = Number(database.prepare("SELECT count(*) AS n FROM event_1").get()?.["n"]);
  const store = new Store(database);
  const rows = database.prepare("SELECT body FROM event_1 ORDER BY sequence").iterate();
  for (const { body } of rows) {
    store.add(AuditEvent.parse(JSON.parse(String(body))));
    if (store.size % TELL_EVERY === 0) onUpgrade(store.size, count);
  }
  database.exec("DROP TABLE event_1");
}
