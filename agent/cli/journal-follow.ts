import { setTimeout as pause } from "node:timers/promises";
import type { JournalFilter } from "../journal/filter.ts";
import type { JournalEntry, JournalReader } from "../journal/reader.ts";
import { watchPath } from "../platform/watch.ts";

/** Milliseconds of quiet before a change of the journal is read: the agent writes many events in a row. */
const SETTLE = 20;

/**
 * Milliseconds between the looks after a change. The write-ahead log changes first, then the disk confirms, and only
 * then is the commit there to be seen, of which nothing tells: a look that finds nothing is repeated for a while.
 */
const LOOKS: readonly number[] = [0, 30, 60, 120, 240, 480, 960, 1_920];

/** What to follow a journal by. */
export interface Following {
  readonly reader: JournalReader;
  readonly file: string;
  readonly filter: JournalFilter;
  /** The place in the journal after which events are new. */
  readonly from: number;
  readonly show: (entry: JournalEntry) => void;
}

/** Shows events as they come, until Ctrl-C or SIGTERM. */
export async function followJournal({ reader, file, filter, from, show }: Following): Promise<void> {
  const stop = new AbortController();
  const ended = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.resolve());
  let seen = from;

  /** True where there was anything new, asked for or not. */
  function showNew(): boolean {
    const end = reader.end();
    for (let more = reader.between(seen, end, filter); more.length > 0;) {
      for (const entry of more) show(entry);
      more = reader.between(more.at(-1)?.sequence ?? end, end, filter);
    }
    const found = end > seen;
    seen = end;
    return found;
  }

  let series = 0;
  async function look(): Promise<void> {
    series += 1;
    const mine = series;
    for (const wait of LOOKS) {
      await pause(wait);
      if (stop.signal.aborted || mine !== series || showNew()) return;
    }
  }

  const onChange = (): void => void look().catch(ended.reject);
  // New events are in the write-ahead log; the file itself changes when the log is folded into it.
  for (const path of [`${file}-wal`, file])
    watchPath(path, { signal: stop.signal, settle: SETTLE, onChange });
  // What was being written when the watch began has raised its last event already.
  onChange();
  try {
    await ended.promise;
  } finally {
    stop.abort();
  }
}
