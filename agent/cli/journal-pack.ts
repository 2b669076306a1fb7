import { createWriteStream, existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import packageFile from "../../package.json" with { type: "json" };
import { textsOf } from "../distribution/policy-history.ts";
import { makePack, type MadePack } from "../inspection/make-pack.ts";
import { isRedactable, REDACTABLE } from "../inspection/redact.ts";
import { deviceKeyFile, policyHistoryFolder } from "../platform/config.ts";
import { existingDeviceKey } from "../platform/device-key.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { journalGiven, withJournal } from "./journal-given.ts";
import { witnessedGiven } from "./journal-verify.ts";
import { sinceGiven } from "./moment-given.ts";
import { note, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

/** Filters of an export that a pack has other words for. */
const OTHERWISE = ["out", "since", "until", "kind", "effect", "person", "model", "service", "rule", "text"];

/** `journal export --pack FILE`: one file for an inspection; 1 where something is wrong with the journal. A file that is there stays. */
export async function journalPack(given: Given): Promise<number> {
  const out = needed(given, "pack");
  const choice = choiceGiven(given);
  const journal = await journalGiven(given);
  const witnessed = await witnessedGiven(given);
  if (existsSync(out)) throw new CommandError("unreadable", `${out} is there already. Name another file.`);
  const progress = new Progress(process.stderr);
  const made = await writing(out, (to) =>
    makePack({
      journal,
      choice,
      witnessed,
      // The key and the texts lie beside the journal that they belong to.
      key: existingDeviceKey(deviceKeyFile({ journal })),
      textsOf: (digest) => textsOf(policyHistoryFolder({ journal }), digest),
      program: packageFile.version,
      now: Date.now(),
      to,
      onProgress: (done, of) => progress.show(done, of),
    }),
  ).finally(() => progress.clear());
  tell(given, out, made);
  return made.integrity.findings.length > 0 ? EXIT.found : EXIT.done;
}

function choiceGiven(given: Given) {
  const other = OTHERWISE.find((name) => given.value(name) !== null);
  if (other !== undefined)
    throw new CommandError("usage", `--${other} is not for a pack. Use --from, --to, --models and --people.`);
  const redact = given.values("redact");
  const unknown = redact.find((field) => !isRedactable(field));
  if (unknown !== undefined)
    throw new CommandError(
      "usage",
      `--redact "${unknown}" cannot be withheld. Write one of ${REDACTABLE.join(", ")}.`,
    );
  const [models, people] = [given.values("models"), given.values("people")];
  const now = Date.now();
  return { from: sinceGiven(given, now, "from"), to: sinceGiven(given, now, "to"), models, people, redact };
}

/** Gives the work the file to write into; what was begun and failed is not left behind. */
async function writing(out: string, work: (to: Writable) => Promise<MadePack>) {
  const to = createWriteStream(out, { mode: 0o600, flags: "wx" });
  const failed = new Promise<never>((_resolve, reject) => to.once("error", reject));
  try {
    return await withJournal(() => Promise.race([work(to), failed]));
  } catch (error) {
    to.destroy();
    await rm(out, { force: true });
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new CommandError("unreadable", `${out} cannot be written: ${systemWords(error)}.`, error);
  }
}

function tell(
  given: Given,
  out: string,
  { manifest, integrity, events, redacted, withoutTexts }: MadePack,
): void {
  const { findings } = integrity;
  if (!manifest.signed)
    note("The manifest is not signed: the key of this journal's device is not beside the journal.");
  if (withoutTexts > 0)
    note(
      `The texts of ${withoutTexts} policies that were in force are not kept here, and so not in the pack.`,
    );
  if (redacted > 0)
    note(
      "Fields are withheld; sentences (because, detail) may say the same in words unless they are withheld too.",
    );
  if (findings.length > 0)
    note(
      `${findings.length} things are wrong with the journal; the pack says which. See: lanyard journal verify`,
    );
  const { signed, files } = manifest;
  if (given.json)
    printJson({
      file: out,
      events,
      redacted,
      signed,
      withoutTexts,
      files: files.length,
      findings: findings.length,
    });
  else
    print(
      `${events} events are in ${out} in full. To verify it: lanyard journal verify ${out} --key device-key.pub`,
    );
}
