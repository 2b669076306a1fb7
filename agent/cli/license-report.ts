import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline/promises";
import { setImmediate as breathe } from "node:timers/promises";
import { NAMES } from "../inspection/manifest.ts";
import { ZipReader } from "../inspection/zip-reader.ts";
import { ExportHead, ExportLine, partsOfEventLine } from "../journal/export-form.ts";
import { LicenseTally, type UseOfLicense } from "../journal/license-use.ts";
import { JournalReader } from "../journal/reader.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { journalGiven, withJournal } from "./journal-given.ts";
import { licenseCsv, licenseLines } from "./license-lines.ts";
import { sinceGiven } from "./moment-given.ts";
import { plain, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";
import { recordForm } from "./record-form.ts";

/** `license report`: the use of each license and grant, for the authority that gave it. */
export async function licenseReport(given: Given): Promise<number> {
  if (given.json && given.flag("csv")) throw new CommandError("usage", "Write --json or --csv, not both.");
  const now = Date.now();
  const asked = {
    from: sinceGiven(given, now, "from"),
    to: sinceGiven(given, now, "to"),
    license: given.value("license"),
  };
  const named = given.values("file");
  const files = named.length > 0 ? named : [await journalGiven(given)];
  const tally = new LicenseTally(asked);
  for (const file of files) await READERS[recordForm(file)](file, tally);
  tell(given, { files, ...asked, licenses: tally.report() });
  return EXIT.done;
}

const READERS = { pack: takePack, export: takeExport, journal: takeJournal } as const;

/** What the command prints. Moments are milliseconds since 1970 UTC. */
export interface LicenseReport {
  readonly files: readonly string[];
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
  readonly license: string | null;
  readonly licenses: readonly UseOfLicense[];
}

function tell(given: Given, report: LicenseReport): void {
  if (given.json) return printJson(report);
  if (given.flag("csv")) process.stdout.write(licenseCsv(report.licenses));
  else for (const line of licenseLines(report.licenses)) print(plain(line));
}

/** Reads a journal page by page, whether or not the agent writes on. */
async function takeJournal(file: string, tally: LicenseTally): Promise<void> {
  const progress = new Progress(process.stderr);
  await withJournal(async () => {
    const reader = new JournalReader(file);
    const end = reader.end();
    for (let at = 0; at < end;) {
      const page = reader.decisionTexts(at, end, null);
      for (const { text } of page) tally.take(text);
      at = page.at(-1)?.sequence ?? end;
      progress.show(at, end);
      await breathe();
    }
    reader.close();
  }).finally(() => progress.clear());
}

/** Reads an export line by line; what proves its events is for `journal verify`. */
function takeExport(file: string, tally: LicenseTally): Promise<void> {
  return takeLines(file, createReadStream(file), tally);
}

async function takePack(file: string, tally: LicenseTally): Promise<void> {
  const zip = await withJournal(() => ZipReader.open(file));
  await takeLines(file, zip.stream(NAMES.events), tally);
}

async function takeLines(file: string, input: Readable, tally: LicenseTally): Promise<void> {
  const progress = new Progress(process.stderr);
  let head: ExportHead | null = null;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      head ??= headOf(file, line);
      const event = eventIn(line);
      if (event === null) continue;
      tally.take(event.text);
      progress.show(event.sequence, Math.max(1, head.size));
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  } finally {
    progress.clear();
  }
  if (head === null) throw noExport(file);
}

/** What a line says of an event, also where something is withheld; null where it says nothing of one. */
function eventIn(line: string): { readonly sequence: number; readonly text: string } | null {
  const whole = partsOfEventLine(line);
  if (whole !== null || !line.includes('"redacted"')) return whole;
  const read = ExportLine.safeParse(jsonIn(line)).data;
  if (read === undefined || !("redacted" in read) || read.redacted === undefined) return null;
  return { sequence: read.sequence, text: JSON.stringify(read.redacted) };
}

function headOf(file: string, line: string): ExportHead {
  const head = ExportHead.safeParse(jsonIn(line));
  if (head.success) return head.data;
  throw noExport(file);
}

function noExport(file: string): CommandError {
  return new CommandError(
    "unreadable",
    `${file} is no export of a journal: its first line is not the head of one.`,
  );
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
