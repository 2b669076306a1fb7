import { closeSync, openSync, readSync } from "node:fs";
import { ExportShelf } from "./export-shelf.ts";
import { JournalShelf } from "./journal-shelf.ts";
import type { Shelf } from "./shelf.ts";

/** Opens a record by what its file is; one that cannot be read says so itself. */
export function openShelf(file: string): Shelf {
  return isExport(file) ? new ExportShelf(file) : new JournalShelf(file);
}

/** An export is text that begins with a brace, a journal begins with SQLite's name; whatever else is taken for one. */
export function isExport(file: string): boolean {
  try {
    const start = Buffer.alloc(1);
    const descriptor = openSync(file, "r");
    readSync(descriptor, start, 0, 1, 0);
    closeSync(descriptor);
    return start.toString() === "{";
  } catch {
    return false;
  }
}
