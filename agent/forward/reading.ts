import * as z from "zod/mini";
import { JournalReader, type JournalEntry, type JournalFilter } from "../journal/reader.ts";
import { START, type Position } from "./cursor.ts";

const ALL: JournalFilter = { since: null, effect: null, model: null };

/** What comes after a position in the journal. */
export interface Next {
  /** The position to go on from: the one that was asked from, or the beginning where the journal is another one. */
  readonly from: Position;
  readonly entries: readonly JournalEntry[];
  /** Place of the last event that was looked at, which may be none of `entries`. */
  readonly upTo: number;
  /** Place of the newest event. */
  readonly end: number;
  /** How many events behind `from` are gone. */
  readonly pruned: number;
  /** How many events here are of a form that this Lanyard cannot read. */
  readonly unreadable: number;
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
    const end = reader.end();
    const replaced = !isSame(reader, after, end);
    const from = replaced ? START : after;
    return { from, end, replaced, ...entriesAfter(reader, from.sequence, end, count) };
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

type Read = Pick<Next, "entries" | "unreadable">;
type Found = Pick<Next, "entries" | "pruned" | "unreadable" | "upTo">;

/** Events that the reader gives at once. */
const PAGE = 1_000;

function entriesAfter(reader: JournalReader, after: number, end: number, count: number): Found {
  const upTo = Math.min(end, after + count);
  if (upTo === after) return { entries: [], pruned: 0, unreadable: 0, upTo };
  const near = reading(reader, after, upTo);
  if (near.entries.length > 0 || near.unreadable > 0) return withPruned(near, after, upTo);
  // Everything near is pruned: what is left begins further on.
  const far = reading(reader, after, end);
  const kept = far.entries.slice(0, count);
  return withPruned({ ...far, entries: kept }, after, kept.at(-1)?.sequence ?? end);
}

/** Numbers have no holes, so what is missing was pruned. */
function withPruned({ entries, unreadable }: Read, after: number, upTo: number): Found {
  return { entries, unreadable, upTo, pruned: Math.max(0, upTo - after - entries.length - unreadable) };
}

/** Reads a stretch; one with an event that cannot be read in halves, so that the others are not lost with it. */
function reading(reader: JournalReader, after: number, upTo: number): Read {
  try {
    return { entries: reader.between(after, upTo, ALL), unreadable: 0 };
  } catch (error) {
    if (!isOfAnotherForm(error)) throw error;
    if (upTo - after === 1) return { entries: [], unreadable: 1 };
    return halves(reader, after, upTo);
  }
}

function halves(reader: JournalReader, after: number, upTo: number): Read {
  const middle = after + Math.floor((upTo - after) / 2);
  const first = reading(reader, after, middle);
  // A full page may have left out events of the first half, which come before those of the second.
  if (first.entries.length >= PAGE) return first;
  const second = reading(reader, middle, upTo);
  return {
    entries: [...first.entries, ...second.entries],
    unreadable: first.unreadable + second.unreadable,
  };
}

function isOfAnotherForm(error: unknown): boolean {
  return error instanceof z.core.$ZodError || error instanceof SyntaxError;
}
