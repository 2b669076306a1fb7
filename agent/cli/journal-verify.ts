import { createPublicKey } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { publicBytes, readVerifierKey } from "../journal/note.ts";
import type { VerifyOptions, VerifyReport } from "../journal/verify/report.ts";
import { verifyPack } from "../inspection/verify-pack.ts";
import { verifyDatabase } from "../journal/verify/verify-database.ts";
import { verifyExport } from "../journal/verify/verify-export.ts";
import { systemWords } from "../platform/fault.ts";
import { notesIn } from "../witness/notes.ts";
import { textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { journalGiven, withJournal } from "./journal-given.ts";
import { plain, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";
import { recordForm } from "./record-form.ts";
import { wrapped } from "./wrapped.ts";

/** Findings that are printed; JSON has them all. */
const SHOWN = 50;

/** `journal verify`: everything that is wrong with a journal, an export or a pack; 1 where there is anything. */
export async function journalVerify(given: Given): Promise<number> {
  const file = given.words[0] ?? (await journalGiven(given));
  const progress = new Progress(process.stderr);
  const options: VerifyOptions = {
    keys: await keysGiven(given),
    witnessed: await witnessedGiven(given),
    onProgress: (done, of) => progress.show(done, of),
  };
  const report = await withJournal(() => VERIFIERS[recordForm(file)](file, options)).finally(() =>
    progress.clear(),
  );
  if (given.json) printJson(report);
  else for (const line of reportLines(report)) print(line);
  return report.findings.length > 0 ? EXIT.found : EXIT.done;
}

const VERIFIERS = { pack: verifyPack, export: verifyExport, journal: verifyDatabase } as const;

/** The public keys that must have signed, from `--key`; null: those that the record names itself. */
export async function keysGiven(given: Given): Promise<readonly Buffer[] | null> {
  const files = given.values("key");
  if (files.length === 0) return null;
  return (await Promise.all(files.map(async (file) => keysIn(file, await textOf(file))))).flat();
}

/** A public key in PEM, as `device-key.pub` is, or verifier keys a line. */
function keysIn(file: string, text: string): readonly Buffer[] {
  const lines = text.split("\n").map((line) => readVerifierKey(line.trim())?.bytes ?? null);
  const keys = lines.filter((key) => key !== null);
  if (keys.length > 0) return keys;
  try {
    return [publicBytes(createPublicKey(text))];
  } catch (error) {
    throw new CommandError(
      "unreadable",
      `${file} holds no Ed25519 key. Give the device-key.pub that lies beside the journal, or a verifier key.`,
      error,
    );
  }
}

/** What witnesses hold, from `--against` and `--witness`. */
export async function witnessedGiven(given: Given): Promise<VerifyOptions["witnessed"]> {
  const files = [...given.values("against"), ...given.values("witness")].flatMap(filesAt);
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await textOf(file) })));
  return texts.flatMap(({ file, text }) => notesIn(text).map((note) => ({ note, file })));
}

/** A folder stands for every file in it. */
function filesAt(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(path, name));
  } catch (error) {
    throw new CommandError("unreadable", `${path} cannot be read: ${systemWords(error)}.`, error);
  }
}

function reportLines(report: VerifyReport): readonly string[] {
  const { findings, notes } = report;
  return [
    ...findings
      .slice(0, SHOWN)
      .flatMap(({ what, sentence }) => [`  ${what}`].concat(wrapped(plain(sentence), "    "))),
    ...(findings.length > SHOWN ? [`  And ${findings.length - SHOWN} more; --json has them all.`] : []),
    ...notes,
    ...(report.keyGiven ? [] : [OWN_KEY]),
    summary(report),
  ];
}

const OWN_KEY =
  "The key is the one that the record names itself: give a copy that was kept elsewhere with --key.";

function summary({
  what,
  origin,
  events,
  bodies,
  pruned,
  checkpoints,
  signed,
  findings,
}: VerifyReport): string {
  const of = `${what} ${origin ?? "unknown"}: ${events} events (${bodies} in full, ${pruned} pruned), ${checkpoints} checkpoints, the newest of ${signed}.`;
  if (findings.length === 0) return `Whole: ${of}`;
  return `${findings.length} ${findings.length === 1 ? "thing is" : "things are"} wrong with ${of}`;
}
