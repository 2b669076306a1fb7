import { MOST_RECORDS, type MineAnswer } from "../../shared/wire/mine.ts";
import type { RecordsAsk } from "./line.ts";

/** What an export came to: the lines as a file, or why there is none. */
export type Exported = { readonly file: Blob; readonly count: number } | { readonly problem: string };

/**
 * Gets all records of the person, the newest first, as JSON lines: each is the record as it is kept. `told` hears how many
 * there are so far. Null where the signal ended it.
 */
export async function exportRecords(
  ask: (ask: RecordsAsk) => Promise<MineAnswer>,
  told: (done: number, total: number | null) => void,
  signal: AbortSignal,
): Promise<Exported | null> {
  const pieces: Blob[] = [];
  let count = 0;
  let total: number | null = null;
  let before: number | null = null;
  for (;;) {
    const { events, more, problem, ...answer } = await ask({ before, limit: MOST_RECORDS });
    if (signal.aborted) return null;
    if (problem !== null) return { problem };
    total ??= answer.total;
    count += events.length;
    pieces.push(new Blob(events.map(({ event }) => `${JSON.stringify(event)}\n`)));
    told(count, total);
    before = events.at(-1)?.sequence ?? null;
    if (!more || before === null) break;
  }
  return { file: new Blob(pieces, { type: "application/jsonl" }), count };
}

/** Hands a file to the person under a name. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the file over by the next turn at the latest; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
