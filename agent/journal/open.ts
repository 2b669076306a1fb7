import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { JournalError, journalFault } from "./fault.ts";
import { makeTable, versionOf } from "./table.ts";

/** An open journal file, and where the damaged one before it was kept, if there was one. */
export interface OpenedFile {
  readonly database: DatabaseSync;
  readonly damagedCopy: string | null;
}

/** Milliseconds that a write waits for another program's lock before it fails and is tried again later. */
const PATIENCE = 1_000;

/**
 * Opens a journal for writing, makes it where it is missing, and verifies its structure (about a second a gigabyte).
 * A damaged file is moved aside, never deleted: `….damaged-<time>`. Throws a `JournalError` for everything else.
 */
export function openForWriting(file: string, now: number): OpenedFile {
  try {
    return { database: openWhole(file), damagedCopy: null };
  } catch (error) {
    const fault = journalFault(file, error);
    if (fault.code !== "damaged") throw fault;
    return openAnew(file, moveAside(file, now));
  }
}

function openAnew(file: string, damagedCopy: string): OpenedFile {
  try {
    return { database: openWhole(file), damagedCopy };
  } catch (error) {
    throw journalFault(file, error);
  }
}

function openWhole(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: PATIENCE });
  try {
    // Before anything is written: the file of a newer Lanyard must stay as it is.
    versionOf(database, file);
    verify(database, file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    makeTable(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function verify(database: DatabaseSync, file: string): void {
  const result = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (result !== "ok")
    throw new JournalError("damaged", `The journal ${file} is damaged: ${String(result)}.`);
}

/** The write-ahead log goes along: events that only it has may still be saved from the pair. */
function moveAside(file: string, now: number): string {
  const copy = `${file}.damaged-${new Date(now).toISOString().replaceAll(":", "-")}`;
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(file + suffix)) renameSync(file + suffix, copy + suffix);
  return copy;
}
