import { styleText } from "node:util";
import { provenEvent, type ProvenEvent } from "../journal/proof.ts";
import { JournalReader } from "../journal/reader.ts";
import { withoutCiphertext } from "../../shared/schema/sealed-content.ts";
import { CommandError, EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { journalGiven, placeOf, withJournal } from "./journal-given.ts";
import { plain, print, printJson } from "./print.ts";

/** `journal show SEQUENCE`: one event in full, and whether a checkpoint proves it; 1 where it does not, though it should. */
export async function journalShow(given: Given): Promise<number> {
  const sequence = placeOf(word(given, 0, "The event's place in the journal"));
  const file = await journalGiven(given);
  const proven = await withJournal(() => {
    const reader = new JournalReader(file);
    const found = provenEvent(reader, sequence);
    reader.close();
    return found;
  });
  if (proven === null) throw new CommandError("found", `There is no event ${sequence} in ${file}.`);
  if (given.json) printJson(asJson(proven));
  else for (const line of lines(proven)) print(line);
  return proven.holds || proven.checkpoint === null ? EXIT.done : EXIT.found;
}

function asJson({ sequence, text, leaf, path, checkpoint, holds }: ProvenEvent): object {
  return {
    sequence,
    event: text === null ? null : (JSON.parse(text) as unknown),
    leaf: leaf.toString("base64"),
    checkpoint: checkpoint?.note ?? null,
    path: path.map((hash) => hash.toString("base64")),
    holds,
  };
}

function lines(proven: ProvenEvent): readonly string[] {
  const { sequence, text, leaf, checkpoint } = proven;
  return [
    ...(text === null ? ["What it said was pruned. Its place in the proofs stays."] : fieldLines(text)),
    "",
    `${styleText("dim", "place")}  ${sequence}`,
    `${styleText("dim", "leaf")}   ${leaf.toString("hex")}`,
    ...(checkpoint === null ? [] : [`${styleText("dim", "root")}   ${checkpoint.root.toString("hex")}`]),
    sentence(proven),
  ];
}

function sentence({ checkpoint, holds, path }: ProvenEvent): string {
  if (checkpoint === null)
    return "No checkpoint holds it yet: one comes within a minute while the agent runs.";
  const of = `the checkpoint of ${checkpoint.size} events of ${checkpoint.origin}`;
  return holds
    ? `Proven by ${path.length} hashes to be in ${of}.`
    : `It is not what ${of} holds. See: lanyard journal verify`;
}

/** Each field on a line, what is nested as JSON. */
function fieldLines(text: string): readonly string[] {
  const fields = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => {
    const shown =
      typeof value === "string" ? value : JSON.stringify(withoutCiphertext({ [name]: value })[name]);
    return `${styleText("dim", plain(name).padEnd(width))}  ${plain(shown)}${momentOf(name, value)}`;
  });
}

function momentOf(name: string, value: unknown): string {
  if (!["time", "from", "until", "issued"].includes(name) || typeof value !== "number") return "";
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? "" : `  (${date.toISOString()})`;
}
