import { concernsEvents } from "../journal/fault.ts";
import { EVERYTHING } from "../journal/filter.ts";
import { JournalReader, type JournalEntry } from "../journal/reader.ts";
import { START, type Position } from "./cursor.ts";

/** What comes after a position in the journal. */
export interface Next {
  /** The position to go on from: the one that was asked from, or the beginning where the journal is another one. */
  readonly from: Position;
  readonly entries: readonly JournalEntry[];
  /** Place of the last event that was looked at, which may be none of `entries`. */
  readonly upTo: number;
  /** How many events behind `from` were pruned since that was told last. */
  readonly pruned: number;
  /** Places of events here that this Lanyard cannot read: of another version, or damaged. */
  readonly unreadable: readonly number[];
  /** True where the journal is not the one that the position was taken in. */
  readonly replaced: boolean;
}

/**
 * Reads at most `count` events after a position. The file is opened anew each time: a damaged journal is moved away and a
 * new one begun under its name. Throws a `JournalError` where there is none that can be read.
 */
export function readNext(file: string, after: Position, count: number): Next {
  const reader = new JournalReader(file);
  try {
    // What is pruned meanwhile is either read still, or counted the next time.
    reader.guard(() => reader.database.exec("BEGIN"));
    const end = reader.end();
    const replaced = !isSame(reader, after, end);
    const { from, pruned } = withPruned(reader, replaced ? START : after, end);
    return { from, pruned, replaced, ...entriesAfter(reader, from.sequence, end, count) };
  } finally {
    reader.close();
  }
}

/** The place of the newest event; 0 where there is no journal. Throws a `JournalError` where it cannot be read. */
export function endOf(file: string): number {
  const reader = new JournalReader(file);
  try {
    return reader.end();
  } finally {
    reader.close();
  }
}

/** Another journal has another event in that place, or ends before it; where the event is pruned, nobody can tell. */
function isSame(reader: JournalReader, { sequence, id }: Position, end: number): boolean {
  if (sequence === 0) return true;
  if (sequence > end) return false;
  const [there] = reading(reader, sequence - 1, sequence).entries;
  return id === null || there === undefined || there.event.id === id;
}

/** What was gone before it was a receiver is not missed. */
function withPruned(reader: JournalReader, from: Position, end: number): Pick<Next, "from" | "pruned"> {
  if (from.told === end) return { from, pruned: 0 };
  const pruned = from.told === null ? 0 : reader.prunedAfter(from.sequence, from.told);
  return { from: { ...from, told: end }, pruned };
}

type Read = Pick<Next, "entries" | "unreadable">;

/** A stretch that begins where the next event is, which may be far on. */
function entriesAfter(
  reader: JournalReader,
  after: number,
  end: number,
  count: number,
): Read & Pick<Next, "upTo"> {
  const first = reader.firstKept(after);
  if (first === null) return { entries: [], unreadable: [], upTo: end };
  const upTo = Math.min(end, first - 1 + count);
  return { ...reading(reader, first - 1, upTo), upTo };
}

/** Reads a stretch; one with an event that cannot be read in halves, so that the others are not lost with it. */
function reading(reader: JournalReader, after: number, upTo: number): Read {
  try {
    return { entries: reader.between(after, upTo, EVERYTHING), unreadable: [] };
  } catch (error) {
    if (!concernsEvents(error)) throw error;
    if (upTo - after === 1) return { entries: [], unreadable: [upTo] };
    const middle = after + Math.floor((upTo - after) / 2);
    const [first, second] = [reading(reader, after, middle), reading(reader, middle, upTo)];
    return {
      entries: [...first.entries, ...second.entries],
      unreadable: [...first.unreadable, ...second.unreadable],
    };
  }
}
