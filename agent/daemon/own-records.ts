import { withoutCiphertext } from "../../shared/schema/sealed-content.ts";
import type { Keeping, MineAnswer, MineAsk, OwnRecord } from "../../shared/wire/mine.ts";
import { journalSentence } from "../journal/journal.ts";
import { JournalReader, type JournalEntry } from "../journal/reader.ts";
import type { Config } from "../platform/config.ts";

/** UTF-16 units of the records in one answer: a few fit one frame to the browser, and one that is larger goes alone. */
const ANSWER_UNITS = 400_000;

/**
 * What the journal holds about one person, newest first: records that name them and no others. `person` is who the
 * endpoint is for, never what was asked for; null: nobody, about whom nothing is told.
 */
export function ownRecords(file: string, person: string | null, ask: MineAsk, keeping: Keeping): MineAnswer {
  const nothing: MineAnswer = {
    type: "mine",
    n: ask.n,
    events: [],
    more: false,
    total: ask.before === null ? 0 : null,
    keeping,
    problem: null,
  };
  if (person === null) return nothing;
  try {
    return { ...nothing, ...readFor(file, person, ask) };
  } catch (error) {
    return { ...nothing, total: null, problem: journalSentence(error) };
  }
}

/** A reader of its own for each answer: a journal that is moved aside or grown to another form is found again. */
function readFor(
  file: string,
  person: string,
  { before, limit }: MineAsk,
): Pick<MineAnswer, "events" | "more" | "total"> {
  const reader = new JournalReader(file);
  try {
    // One more than is told says whether there are more.
    const found = reader.about(person, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const events = fitting(found.slice(0, limit));
    const total = before === null ? reader.countAbout(person) : null;
    return { events, more: events.length < found.length, total };
  } finally {
    reader.close();
  }
}

/** What was sealed is for reviewers alone: the person is told that it was, and how much. */
function fitting(entries: readonly JournalEntry[]): OwnRecord[] {
  const records = entries.map(({ sequence, event }) => ({
    sequence,
    event: { ...withoutCiphertext(event) },
  }));
  let units = 0;
  const end = records.findIndex((record, index) => {
    units += JSON.stringify(record).length;
    return index > 0 && units > ANSWER_UNITS;
  });
  return end < 0 ? records : records.slice(0, end);
}

/** How long this endpoint keeps records, and where it sends them on to. */
export function keepingOf({ retention, forward }: Pick<Config, "retention" | "forward">): Keeping {
  return {
    days: retention.days,
    permitsDays: retention.permitsDays,
    sealedDays: retention.sealedDays,
    receivers: [...new Set(forward.map((one) => (one.to === "file" ? null : new URL(one.place).hostname)))],
  };
}
