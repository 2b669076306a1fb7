import type { JournalAbout } from "./api/answers.ts";
import { KINDS } from "./api/filter.ts";
import { kindNumber } from "./columns.ts";
import type { Shelf } from "./shelf.ts";

/** What is known of one opened journal. */
export function aboutOf(shelf: Shelf): JournalAbout {
  const { columns } = shelf;
  const counts = new Uint32Array(KINDS.length + 1);
  for (const kind of columns.kind.subarray(columns.from, columns.to)) counts[kind] = (counts[kind] ?? 0) + 1;
  const { all, read, searched } = shelf.progress;
  return {
    name: shelf.name,
    file: shelf.file,
    what: shelf.form,
    problem: shelf.problem,
    count: columns.to,
    all,
    read,
    searched,
    missing: shelf.missing,
    absent: shelf.absent,
    unreadable: counts[kindNumber("unreadable")] ?? 0,
    gaps: counts[kindNumber("gap")] ?? 0,
    head: shelf.head(),
  };
}
