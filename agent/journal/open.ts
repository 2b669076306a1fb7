import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readCheckpoint } from "./checkpoint.ts";
import { JournalError, journalFault } from "./fault.ts";
import { storedHashes } from "./stored-hashes.ts";
import { storedEdge } from "./stored-tree.ts";
import { TABLE_VERSION, versionOf } from "./table.ts";
import { makeOrUpgrade, type OnUpgrade } from "./upgrade.ts";

/**
 * Durable at each commit. The log is folded into the file every 16 MB instead of 4: ids are spread over their whole index,
 * and the longer it waits, the more of them share a page. Pages that are laid out anew are overwritten, so that keys which
 * are erased later lie nowhere else.
 */
const SETTINGS = `PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 4000; PRAGMA secure_delete = FAST`;

/** An open journal file, and where the damaged one before it was kept, if there was one. */
export interface OpenedFile {
  readonly database: DatabaseSync;
  readonly damagedCopy: string | null;
}

/** Milliseconds that a write waits for another program's lock before it fails and is tried again later. */
const PATIENCE = 1_000;

/**
 * Opens a journal for writing, makes it where it is missing, and verifies its structure (about a second a gigabyte) and
 * its newest checkpoint. A damaged file is moved aside, never deleted: `….damaged-<time>`. Throws a `JournalError` for
 * everything else.
 */
export function openForWriting(file: string, now: number, onUpgrade: OnUpgrade): OpenedFile {
  try {
    return { database: openWhole(file, onUpgrade), damagedCopy: null };
  } catch (error) {
    const fault = journalFault(file, error);
    if (fault.code !== "damaged") throw fault;
    return openAnew(file, moveAside(file, now), onUpgrade);
  }
}

function openAnew(file: string, damagedCopy: string, onUpgrade: OnUpgrade): OpenedFile {
  try {
    return { database: openWhole(file, onUpgrade), damagedCopy };
  } catch (error) {
    throw journalFault(file, error);
  }
}

function openWhole(file: string, onUpgrade: OnUpgrade): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: PATIENCE });
  try {
    // Before anything is written: the file of a newer Lanyard must stay as it is.
    versionOf(database, file);
    verify(database, file);
    database.exec(SETTINGS);
    makeForm(database, file, onUpgrade);
    expectNewestCheckpoint(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Under the lock, since another process may be about to do the same. */
function makeForm(database: DatabaseSync, file: string, onUpgrade: OnUpgrade): void {
  if (versionOf(database, file) === TABLE_VERSION) return;
  database.exec("BEGIN IMMEDIATE");
  const version = versionOf(database, file);
  if (version < TABLE_VERSION) makeOrUpgrade(database, version, onUpgrade);
  database.exec("COMMIT");
}

function verify(database: DatabaseSync, file: string): void {
  const result = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (result !== "ok")
    throw new JournalError("damaged", `The journal ${file} is damaged: ${String(result)}.`);
}

/** A log never signs what is inconsistent with what it signed before (C2SP tlog-checkpoint): a new one is begun then. */
function expectNewestCheckpoint(database: DatabaseSync, file: string): void {
  const row = database.prepare("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").get();
  if (row === undefined) return;
  const newest = readCheckpoint(String(row["note"]));
  const root = newest === null ? null : storedEdge(storedHashes(database), newest.size).root();
  if (newest === null || root?.equals(newest.root) !== true)
    throw new JournalError("damaged", `The journal ${file} is damaged: it is not what its checkpoint says.`);
}

/** The write-ahead log goes along: events that only it has may still be saved from the pair. */
function moveAside(file: string, now: number): string {
  const copy = `${file}.damaged-${new Date(now).toISOString().replaceAll(":", "-")}`;
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(file + suffix)) renameSync(file + suffix, copy + suffix);
  return copy;
}
