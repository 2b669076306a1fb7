import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { hostname } from "node:os";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import packageFile from "../../package.json" with { type: "json" };
import { FORMATS, isFormat, type FormatName } from "../forward/format/formats.ts";
import type { Origin } from "../forward/format/origin.ts";
import { JournalError } from "../journal/fault.ts";
import { EVERYTHING } from "../journal/filter.ts";
import { JournalReader } from "../journal/reader.ts";
import { systemWords } from "../platform/fault.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { sinceGiven } from "./moment-given.ts";
import { note, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

/** `journal convert`: the journal's events as lines of another format; reads its file, so the agent need not run. */
export async function journalConvert(given: Given): Promise<number> {
  const format = formatOf(needed(given, "format"));
  const since = sinceGiven(given, Date.now());
  const file = given.value("file") ?? (await configOf(given)).journal;
  const out = given.value("out");
  const events = await intoFile(out, (to) =>
    convert({ file, format, since, to, json: given.json && out === null, origin: originOf(given) }),
  );
  if (out === null) return EXIT.done;
  if (given.json) printJson({ file: out, format, events });
  else note(`Wrote ${events} events into ${out}.`);
  return EXIT.done;
}

interface Conversion {
  readonly file: string;
  readonly format: FormatName;
  readonly since: number | null;
  readonly to: Writable;
  /** True where lines that are no JSON are to be JSON texts. */
  readonly json: boolean;
  readonly origin: Origin;
}

/** Writes the lines, in memory that does not grow with the journal; gives how many. */
async function convert({ file, format, since, to, json, origin }: Conversion): Promise<number> {
  const progress = new Progress(process.stderr);
  const plain = format === "cef" || format === "syslog";
  let events = 0;
  for (const entries of pages(file, since, (done, of) => progress.show(done, of))) {
    for (const entry of entries) {
      const line = FORMATS[format](entry, origin);
      events += 1;
      if (!to.write(`${json && plain ? JSON.stringify(line) : line}\n`)) await once(to, "drain");
    }
  }
  progress.clear();
  return events;
}

function* pages(file: string, since: number | null, show: (done: number, of: number) => void) {
  try {
    const reader = new JournalReader(file);
    const end = reader.end();
    const filter = { ...EVERYTHING, since };
    for (let entries = reader.between(0, end, filter); entries.length > 0;) {
      yield entries;
      const last = entries.at(-1)?.sequence ?? end;
      show(last, end);
      entries = reader.between(last, end, filter);
    }
    reader.close();
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError("unreadable", error.message, error);
    throw error;
  }
}

/** Gives the work the file to write into, or stdout, and waits until it is written. */
async function intoFile(out: string | null, work: (to: Writable) => Promise<number>): Promise<number> {
  if (out === null) return work(process.stdout);
  const stream = createWriteStream(out, { mode: 0o600 });
  const written = finished(stream);
  // Looked at below: what fails while events are written must not end the program before.
  written.catch(() => undefined);
  try {
    const events = await work(stream);
    stream.end();
    await written;
    return events;
  } catch (error) {
    stream.destroy();
    if (error instanceof CommandError) throw error;
    throw new CommandError("unreadable", `${out} cannot be written: ${systemWords(error)}.`, error);
  }
}

function formatOf(typed: string): FormatName {
  if (isFormat(typed)) return typed;
  throw new CommandError(
    "usage",
    `--format "${typed}" is none. Write one of ${Object.keys(FORMATS).join(", ")}.`,
  );
}

/** The policy is not read for this, so the organization's name is not known. */
function originOf(given: Given): Origin {
  const host = given.value("host");
  return {
    host: host ?? hostname(),
    version: packageFile.version,
    organization: null,
    platform: host === null ? process.platform : null,
  };
}
