import { styleText } from "node:util";
import type { DiscoveryEvent } from "../../shared/schema/discovery-event.ts";
import { JournalError } from "../journal/fault.ts";
import { JournalReader } from "../journal/reader.ts";
import { usesOf, type UnknownUse } from "../journal/unknown-use.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { sinceGiven } from "./moment-given.ts";
import { plain, print, printJson } from "./print.ts";

/** `discovery list`: adds up what the journal says of unknown AI services; reads its file, so the agent need not run. */
export async function discoveryList(given: Given): Promise<number> {
  const since = sinceGiven(given, Date.now());
  const uses = usesOf(eventsIn(given.value("file") ?? (await configOf(given)).journal, since));
  if (given.json) for (const use of uses) printJson(use);
  else if (uses.length === 0) print("No AI service was met that no recognizer knows.");
  else for (const line of table(uses)) print(line);
  return EXIT.done;
}

function eventsIn(file: string, since: number | null): readonly DiscoveryEvent[] {
  try {
    const reader = new JournalReader(file);
    const events = reader.ofKind("discovery", since);
    reader.close();
    return events;
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError("unreadable", error.message, error);
    throw error;
  }
}

function table(uses: readonly UnknownUse[]): readonly string[] {
  const width = Math.max(4, ...uses.map(({ host }) => host.length));
  const row = ([host = "", visits = "", calls = "", first = "", last = "", what = ""]: readonly string[]) =>
    [host.padEnd(width), visits.padStart(7), calls.padStart(7), first.padEnd(20), last.padEnd(20), what]
      .join("  ")
      .trimEnd();
  const head = styleText("bold", row(["HOST", "VISITS", "CALLS", "FIRST SEEN", "LAST SEEN", "WHAT"]));
  return [
    head,
    ...uses.map((use) =>
      row([
        plain(use.host),
        String(use.visits),
        String(use.calls),
        moment(use.first),
        moment(use.last),
        use.service === null ? "unknown service" : `unknown path of ${plain(use.service)}`,
      ]),
    ),
  ];
}

function moment(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : `${date.toISOString().slice(0, 19)}Z`;
}
