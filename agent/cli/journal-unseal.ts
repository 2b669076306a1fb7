import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type Opened, openAlone, openHalf, openWhole } from "../review/opening.ts";
import { readHalf } from "../review/half-opened.ts";
import { openReviewerKey, type ReviewerKey } from "../review/reviewer-key.ts";
import { type SealedEvent, sealedInExport, sealedInJournal } from "../review/sealed-event.ts";
import { configOf, textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, word, type Given } from "./given.ts";
import { journalGiven, placeOf, withJournal } from "./journal-given.ts";
import { openJournal } from "./journal-open.ts";
import { passphrases } from "./passphrases.ts";
import { plain, print, printJson } from "./print.ts";
import { recordForm } from "./record-form.ts";
import { inReview } from "./review-words.ts";
import { writeNew } from "./write-out.ts";

/**
 * `journal unseal PLACE --key FILE`: the text of one event, as its reviewers alone can read it; where two must open
 * together, the first writes `--half FILE` and the second reads it.
 */
export async function journalUnseal(given: Given): Promise<number> {
  const sequence = placeOf(word(given, 0, "The event's place in the journal"));
  const keyFile = needed(given, "key");
  const half = given.value("half");
  const file = await journalGiven(given);
  const event = await sealedIn(file, sequence);
  if (event.content.needed === 2 && half === null)
    throw new CommandError(
      "usage",
      `Two reviewers open the text of event ${sequence} together. The first writes a half with --half FILE, the second opens it with the same.`,
    );
  const passphrase = await passphrases(given, { keys: {} }, (path) => path)(keyFile);
  const key = await inReview(async () => openReviewerKey(await textOf(keyFile), passphrase));
  if (event.content.needed === 1) return await show(given, event, () => openAlone(event, key));
  return half !== null && existsSync(half)
    ? await show(given, event, async () => openWhole(event, readHalf(half, await textOf(half)), key))
    : await writeHalf(given, event, key, half ?? "");
}

function sealedIn(file: string, sequence: number): Promise<SealedEvent> {
  const form = recordForm(file);
  if (form === "pack")
    throw new CommandError(
      "usage",
      `${file} is a pack, and packs hold no keys of sealed text. Give the journal, or an export of it.`,
    );
  const find = form === "export" ? sealedInExport : sealedInJournal;
  return withJournal(() => inReview(() => find(file, sequence)));
}

/** What nobody would know of must not be read: the record comes first. */
async function show(given: Given, event: SealedEvent, open: () => Promise<Opened>): Promise<number> {
  const { text, by } = await inReview(open);
  await recordHere(given, event, by, true);
  if (given.json) printJson({ sequence: event.sequence, by, text });
  else for (const line of text.split(/\r?\n/)) print(plain(line));
  return EXIT.done;
}

async function writeHalf(given: Given, event: SealedEvent, key: ReviewerKey, out: string): Promise<number> {
  const half = await inReview(() => openHalf(event, key));
  await recordHere(given, event, [half.by], false);
  await writeNew(out, `${JSON.stringify(half)}\n`);
  const others = half.halves.map(({ for: name }) => name);
  if (given.json) printJson({ sequence: event.sequence, by: [half.by], half: out, for: others });
  else
    print(`${out} is half open. One of these opens it with the same command: ${plain(others.join(", "))}.`);
  return EXIT.done;
}

/** On the endpoint whose journal it is, opening is recorded there; a copy elsewhere is the reviewer's own. */
async function recordHere(
  given: Given,
  { sequence, id: of }: SealedEvent,
  by: readonly string[],
  whole: boolean,
): Promise<void> {
  if (given.value("file") !== null) return;
  const journal = openJournal(await configOf(given));
  const id = randomUUID();
  await withJournal(() => {
    try {
      journal.append([{ id, time: Date.now(), kind: "unsealed", sequence, of, by: [...by], whole }]);
    } finally {
      journal.close();
    }
  });
}
