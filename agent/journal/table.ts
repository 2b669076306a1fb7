import type { DatabaseSync } from "node:sqlite";
import { randomBytes } from "node:crypto";
import { JournalError } from "./fault.ts";

/** Version of the tables, in `PRAGMA user_version`. */
export const TABLE_VERSION = 3;

/** The oldest version that can be read as it is: it lacks only what nothing was put into then. */
const OLDEST_READ = 2;

/**
 * `event` has one row an event: its place, its leaf in the tree, and what filters ask for as numbers of `word`. What it
 * says is in `body`, or with 255 others in `bundle`; README.md says the form of each table.
 */
const SEALED = `
  CREATE TABLE sealed (sequence INTEGER PRIMARY KEY, time REAL NOT NULL, keys TEXT NOT NULL) STRICT;
  CREATE TABLE erased (sequence INTEGER, record INTEGER, PRIMARY KEY (sequence, record)) STRICT, WITHOUT ROWID;
`;
const TABLES = `
  ${SEALED}
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    leaf BLOB NOT NULL,
    time REAL,
    kind INTEGER,
    effect INTEGER,
    person INTEGER,
    model INTEGER,
    service INTEGER,
    rules INTEGER,
    pruned INTEGER
  ) STRICT;
  CREATE INDEX event_time ON event (time) WHERE time IS NOT NULL;
  CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE body (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE bundle (number INTEGER PRIMARY KEY, leaves BLOB NOT NULL) STRICT;
  CREATE TABLE node (level INTEGER, position INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, time REAL NOT NULL, note TEXT NOT NULL) STRICT;
  CREATE TABLE signer (since INTEGER NOT NULL, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE journal (origin TEXT NOT NULL) STRICT;
`;

/** Makes the tables of an empty journal, within the caller's transaction. */
export function makeTables(database: DatabaseSync): void {
  database.exec(`${TABLES} PRAGMA user_version = ${TABLE_VERSION}`);
  const origin = `lanyard/${randomBytes(16).toString("hex")}`;
  database.prepare("INSERT INTO journal (origin) VALUES (?)").run(origin);
}

/** Brings a journal of form 2 up to this one, within the caller's transaction. */
export function addSealed(database: DatabaseSync): void {
  database.exec(`${SEALED} PRAGMA user_version = ${TABLE_VERSION}`);
}

/** Which journal a file is: the name that its checkpoints carry. */
export function originOf(database: DatabaseSync): string {
  return String(database.prepare("SELECT origin FROM journal").get()?.["origin"]);
}

/** The version of the tables in a file, 0 for an empty one; throws `newer_form` for the file of a later Lanyard. */
export function versionOf(database: DatabaseSync, file: string): number {
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version > TABLE_VERSION)
    throw new JournalError(
      "newer_form",
      `The journal ${file} was written by a newer Lanyard (form ${version}; this one knows ${TABLE_VERSION}). Update Lanyard, or name another file.`,
    );
  return version;
}

/** Throws unless a file that is only read is a journal of a form that can be read as it is. */
export function expectReadForm(database: DatabaseSync, file: string): void {
  const version = versionOf(database, file);
  if (version === 0) throw new JournalError("not_there", `${file} is no journal of Lanyard.`);
  if (version < OLDEST_READ)
    throw new JournalError(
      "older_form",
      `The journal ${file} has form ${version} of an older Lanyard. Let the agent run on it once, which brings it up to form ${TABLE_VERSION}.`,
    );
}
