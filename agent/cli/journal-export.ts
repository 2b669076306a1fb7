import { createWriteStream, existsSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportLines } from "../journal/export.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { filterGiven, journalGiven, withJournal } from "./journal-given.ts";
import { journalPack } from "./journal-pack.ts";
import { print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

/** `journal export --out FILE`: events with what proves them, as JSON lines. A file that is there stays. */
export async function journalExport(given: Given): Promise<number> {
  if (given.value("pack") !== null) return journalPack(given);
  refuseForPackAlone(given);
  const out = needed(given, "out");
  const filter = filterGiven(given, Date.now());
  const file = await journalGiven(given);
  if (out !== "-" && existsSync(out))
    throw new CommandError("unreadable", `${out} is there already. Name another file.`);
  const progress = new Progress(process.stderr);
  const onProgress = (done: number, of: number): void => progress.show(done, of);
  let events = 0;
  function* ended(): Generator<string> {
    for (const line of exportLines({ file, filter, now: Date.now(), onProgress })) {
      if (line.includes('"event":')) events += 1;
      yield `${line}\n`;
    }
  }
  await withJournal(() => written(out, Readable.from(ended()))).finally(() => progress.clear());
  if (out === "-") return EXIT.done;
  if (given.json) printJson({ file: out, events });
  else print(`${events} events are in ${out}. To verify it: lanyard journal verify --file ${out}`);
  return EXIT.done;
}

/** What only a pack knows must not be left out silently. */
function refuseForPackAlone(given: Given): void {
  const option = ["from", "to", "models", "people", "redact", "against"].find(
    (name) => given.values(name).length > 0,
  );
  if (option !== undefined)
    throw new CommandError("usage", `--${option} is for a pack. Write --pack FILE, or leave it out.`);
}

async function written(out: string, lines: Readable): Promise<void> {
  if (out === "-") return pipeline(lines, process.stdout, { end: false });
  try {
    await pipeline(lines, createWriteStream(out, { mode: 0o600, flags: "wx" }));
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new CommandError("unreadable", `${out} cannot be written: ${systemWords(error)}.`, error);
  }
}
