import { closeSync, openSync, readSync } from "node:fs";

/** What a file of records is. */
export type RecordForm = "pack" | "export" | "journal";

/**
 * A pack begins as zips do, an export with a brace, a journal with SQLite's name; whatever else is taken for one. Throws
 * the system's error where the file cannot be read.
 */
export function formOfRecord(file: string): RecordForm {
  const start = Buffer.alloc(4);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, start, 0, 4, 0);
  } finally {
    closeSync(descriptor);
  }
  if (start.toString("latin1") === "PK\u0003\u0004") return "pack";
  return start[0] === 0x7b ? "export" : "journal";
}
