import { JournalReader } from "../journal/reader.ts";
import { statsOf, type JournalStats } from "../journal/stats.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { journalGiven, withJournal } from "./journal-given.ts";
import { plain, print, printJson } from "./print.ts";

/** `journal stats`: what the journal holds, in numbers. */
export async function journalStats(given: Given): Promise<number> {
  const file = await journalGiven(given);
  const stats = await withJournal(() => {
    const reader = new JournalReader(file);
    const all = statsOf(reader, file);
    reader.close();
    return all;
  });
  if (given.json) printJson(stats);
  else for (const line of lines(stats)) print(plain(line));
  return EXIT.done;
}

function lines(stats: JournalStats): readonly string[] {
  const { events, pruned, bytes, first, last, gaps, checkpoint } = stats;
  const perEvent = events === 0 ? "" : `, ${Math.round(bytes / events)} bytes an event`;
  const rows: readonly (readonly [string, string])[] = [
    ["journal", stats.origin],
    ["events", `${counted(events)}, of which ${counted(pruned)} pruned`],
    ["from", momentOf(first)],
    ["until", momentOf(last)],
    ["kinds", listOf(stats.kinds)],
    ["effects", listOf(stats.effects)],
    ["gaps", `${counted(gaps.events)} not recorded one by one, in ${counted(gaps.records)} records`],
    ["size", `${(bytes / 1_000_000).toFixed(1)} MB${perEvent}`],
    [
      "checkpoint",
      checkpoint === null ? "none" : `${counted(checkpoint.size)} events, ${momentOf(checkpoint.time)}`,
    ],
    ["root", checkpoint?.root ?? "none"],
    ["signed by", stats.keys.join(", ") || "nobody"],
  ];
  return rows.map(([name, value]) => `${name.padEnd(11)} ${value}`);
}

function listOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${counted(count)} ${name}`)
    .join(", ");
}

function counted(count: number): string {
  return count.toLocaleString("en-US");
}

function momentOf(time: number | null): string {
  const date = new Date(time ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? "unknown" : `${date.toISOString().slice(0, 19)}Z`;
}
