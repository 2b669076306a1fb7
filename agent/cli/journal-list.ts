import type { JournalFilter } from "../journal/filter.ts";
import { JournalReader, type JournalEntry } from "../journal/reader.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { followJournal } from "./journal-follow.ts";
import { filterGiven, journalGiven, withJournal } from "./journal-given.ts";
import { journalHead, journalLine } from "./journal-line.ts";
import { note, print, printJson } from "./print.ts";

/** Events that are listed unless `--limit` says otherwise. */
const USUAL_LIMIT = 100;

/** `journal list`: reads the journal's file itself, so it works whether or not the agent runs. */
export async function journalList(given: Given): Promise<number> {
  const filter = filterGiven(given, Date.now());
  const limit = limitOf(given);
  const file = await journalGiven(given);
  return withJournal(async () => {
    const reader = new JournalReader(file);
    const show = given.json ? showJson : showLine;
    const end = listNewest(reader, filter, limit, given.json, show);
    if (given.flag("follow")) await followJournal({ reader, file, filter, from: end, show });
    reader.close();
    return EXIT.done;
  });
}

type Show = (entry: JournalEntry) => void;

function showJson({ sequence, event }: JournalEntry): void {
  printJson({ sequence, ...event });
}

function showLine({ event }: JournalEntry): void {
  print(journalLine(event));
}

/** Shows the newest events and gives the place where the journal ended then. */
function listNewest(
  reader: JournalReader,
  filter: JournalFilter,
  limit: number,
  json: boolean,
  show: Show,
): number {
  const end = reader.end();
  const entries = reader.newest(filter, limit);
  if (!json) print(journalHead());
  for (const entry of entries) show(entry);
  const all = entries.length < limit ? entries.length : reader.count(filter);
  if (!json && all > entries.length) note(`The newest ${entries.length} of ${all}; --limit shows more.`);
  return Math.max(end, entries.at(-1)?.sequence ?? 0);
}

function limitOf(given: Given): number {
  const typed = given.value("limit");
  if (typed === null) return USUAL_LIMIT;
  if (!/^[1-9]\d{0,8}$/.test(typed))
    throw new CommandError("usage", `--limit "${typed}" is no count. Write a whole number from 1.`);
  return Number(typed);
}
