import { closeSync, openSync, readSync } from "node:fs";
import { systemWords } from "../platform/fault.ts";
import { CommandError } from "./exit.ts";

/** An export is text that begins with a brace, a journal begins with SQLite's name; whatever else is taken for one. */
export function isExport(file: string): boolean {
  try {
    const start = Buffer.alloc(1);
    const descriptor = openSync(file, "r");
    readSync(descriptor, start, 0, 1, 0);
    closeSync(descriptor);
    return start.toString() === "{";
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
}
