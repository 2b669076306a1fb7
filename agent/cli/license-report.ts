import { createReadStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import { setImmediate as breathe } from "node:timers/promises";
import { ExportHead, partsOfEventLine } from "../journal/export-form.ts";
import { LicenseTally, type UseOfLicense } from "../journal/license-use.ts";
import { JournalReader } from "../journal/reader.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { isExport } from "./is-export.ts";
import { journalGiven, withJournal } from "./journal-given.ts";
import { licenseCsv, licenseLines } from "./license-lines.ts";
import { sinceGiven } from "./moment-given.ts";
import { plain, print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

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
  for (const file of files) await (isExport(file) ? takeExport(file, tally) : takeJournal(file, tally));
  tell(given, { files, ...asked, licenses: tally.report() });
  return EXIT.done;
}

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
async function takeExport(file: string, tally: LicenseTally): Promise<void> {
  const progress = new Progress(process.stderr);
  let head: ExportHead | null = null;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      head ??= headOf(file, line);
      const event = partsOfEventLine(line);
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
}

function headOf(file: string, line: string): ExportHead {
  try {
    return ExportHead.parse(JSON.parse(line));
  } catch (error) {
    throw new CommandError(
      "unreadable",
      `${file} is no export of a journal: its first line is not the head of one.`,
      error,
    );
  }
}
