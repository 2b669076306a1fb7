import { closeSync, openSync, readSync } from "node:fs";
import { systemWords } from "../platform/fault.ts";
import { CommandError } from "./exit.ts";

/** What a file of records is. */
export type RecordForm = "pack" | "export" | "journal";

/** A pack begins as zips do, an export with a brace, a journal with SQLite's name; whatever else is taken for one. */
export function recordForm(file: string): RecordForm {
  try {
    const start = Buffer.alloc(4);
    const descriptor = openSync(file, "r");
    readSync(descriptor, start, 0, 4, 0);
    closeSync(descriptor);
    if (start.toString("latin1") === "PK\u0003\u0004") return "pack";
    return start[0] === 0x7b ? "export" : "journal";
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
}
