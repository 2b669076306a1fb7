import { userInfo } from "node:os";
import type { EraseRequest } from "../journal/erase.ts";
import type { Journal } from "../journal/journal.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { placeOf, withJournal } from "./journal-given.ts";
import { openJournal } from "./journal-open.ts";
import { sinceGiven } from "./moment-given.ts";
import { print, printJson } from "./print.ts";

/** `journal erase PLACE…` or `--until WHEN`: erases the keys to sealed text, so that nobody reads it any more. */
export async function journalErase(given: Given): Promise<number> {
  const request = requestGiven(given);
  const journal = openJournal(await configOf(given));
  const erased = await withJournal(() => eraseAll(journal, request));
  if (given.json) printJson({ erased });
  else
    print(
      erased === 0
        ? "There are no keys to sealed text there."
        : `The sealed text of ${erased} ${erased === 1 ? "event" : "events"} can be read by nobody any more. The proofs stay.`,
    );
  return EXIT.done;
}

function requestGiven(given: Given): EraseRequest {
  const until = sinceGiven(given, Date.now(), "until");
  if ((until === null) === (given.words.length === 0))
    throw new CommandError("usage", "Say either places in the journal, or --until WHEN.");
  return until === null ? { sequences: given.words.map(placeOf) } : { until };
}

function eraseAll(journal: Journal, request: EraseRequest): number {
  try {
    const { username } = userInfo();
    let all = 0;
    for (let count = -1; count !== 0; all += count) count = journal.erase(request, username);
    return all;
  } finally {
    journal.close();
  }
}
