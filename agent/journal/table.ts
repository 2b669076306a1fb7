import type { DatabaseSync } from "node:sqlite";
import { JournalError } from "./fault.ts";

/** Version of the table, in `PRAGMA user_version`. */
const TABLE_VERSION = 1;

/**
 * One row an event. `sequence` has no holes and `body` is canonical, so that the rows in sequence order are the leaves
 * of a Merkle tree as they stand; the other columns repeat what filters ask for.
 */
const TABLE = `
  CREATE TABLE IF NOT EXISTS event (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    time REAL NOT NULL,
    kind TEXT NOT NULL,
    effect TEXT,
    model TEXT,
    service TEXT,
    rules TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS event_time ON event (time);
`;

/** Makes the table in a new file; throws `newer_form` for the file of a later Lanyard, which stays as it is. */
export function makeTable(database: DatabaseSync, file: string): void {
  if (versionOf(database, file) === TABLE_VERSION) return;
  database.exec(`BEGIN IMMEDIATE; ${TABLE} PRAGMA user_version = ${TABLE_VERSION}; COMMIT`);
}

/** The version of the table in a file, 0 for an empty one. */
export function versionOf(database: DatabaseSync, file: string): number {
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version > TABLE_VERSION)
    throw new JournalError(
      "newer_form",
      `The journal ${file} was written by a newer Lanyard (form ${version}; this one knows ${TABLE_VERSION}). Update Lanyard, or name another file.`,
    );
  return version;
}
