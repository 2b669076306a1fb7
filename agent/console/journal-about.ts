import type { JournalAbout } from "./api/answers.ts";
import { KINDS } from "./api/filter.ts";
import type { Shelf } from "./shelf.ts";

/** What is known of one opened journal. */
export function aboutOf(shelf: Shelf): JournalAbout {
  const { columns } = shelf;
  const held = columns.to > columns.from;
  const counts = new Uint32Array(KINDS.length + 1);
  for (const kind of columns.kind.subarray(columns.from, columns.to)) counts[kind] = (counts[kind] ?? 0) + 1;
  return {
    name: shelf.name,
    file: shelf.file,
    problem: shelf.problem,
    form: shelf.scan?.form() ?? null,
    first: held || columns.from > 0 ? columns.first : 0,
    last: shelf.last >= columns.first ? shelf.last : 0,
    read: columns.to - columns.from,
    missing: shelf.missing,
    unreadable: counts[KINDS.indexOf("unreadable") + 1] ?? 0,
    gaps: counts[KINDS.indexOf("gap") + 1] ?? 0,
  };
}
