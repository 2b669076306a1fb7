import { formOfRecord } from "../journal/record-form.ts";
import { ExportShelf } from "./export-shelf.ts";
import { JournalShelf } from "./journal-shelf.ts";
import type { Shelf } from "./shelf.ts";

/** Opens a record by what its file is; one that cannot be read says so itself. */
export function openShelf(file: string): Shelf {
  return isExport(file) ? new ExportShelf(file) : new JournalShelf(file);
}

/** True for an export; what cannot be read says so when it is opened. */
export function isExport(file: string): boolean {
  try {
    return formOfRecord(file) === "export";
  } catch {
    return false;
  }
}
