import type { Journal } from "../journal/journal.ts";
import type { Retention } from "../journal/prune.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { withJournal } from "./journal-given.ts";
import { openJournal } from "./journal-open.ts";
import { print, printJson } from "./print.ts";

/** `journal prune`: takes out now what may go, by the configuration or as typed; the agent may run meanwhile. */
export async function journalPrune(given: Given): Promise<number> {
  const config = await configOf(given);
  const retention = {
    days: countGiven(given, "days") ?? config.retention.days,
    megabytes: countGiven(given, "megabytes") ?? config.retention.megabytes,
    permitsDays: countGiven(given, "permits-days") ?? config.retention.permitsDays,
    sealedDays: countGiven(given, "sealed-days") ?? config.retention.sealedDays,
  };
  if (Object.values(retention).every((limit) => limit === null))
    throw new CommandError(
      "usage",
      "Nothing says what may go. Write `retention` into the configuration, or --days, --permits-days, --sealed-days or --megabytes.",
    );
  const journal = openJournal(config);
  const count = await withJournal(() => pruneAll(journal, retention));
  if (given.json) printJson({ pruned: count });
  else
    print(
      count === 0 ? "Nothing may go." : `${count} events were taken out. Their places in the proofs stay.`,
    );
  return EXIT.done;
}

function pruneAll(journal: Journal, retention: Retention): number {
  try {
    let all = 0;
    for (let count = -1; count !== 0; all += count) count = journal.prune({ retention, at: Date.now() });
    return all;
  } finally {
    journal.close();
  }
}

function countGiven(given: Given, name: string): number | null {
  const typed = given.value(name);
  if (typed === null) return null;
  if (/^[1-9]\d{0,6}$/.test(typed)) return Number(typed);
  throw new CommandError("usage", `--${name} "${typed}" is no count. Write a whole number from 1.`);
}
