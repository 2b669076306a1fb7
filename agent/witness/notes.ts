import { CHECKPOINT_EVENT } from "../forward/format/otlp.ts";

/**
 * The signed notes in a text that a witness keeps: one note, as brokers retain it; or JSON lines, of which some are
 * checkpoints as a witness's folder and exports have them, or OTLP requests as collectors write them to files.
 */
export function notesIn(text: string): readonly string[] {
  if (!/^\s*\{/.test(text)) return [text];
  return text.split("\n").flatMap((line) => {
    const [, note] = /^\{"checkpoint":("(?:[^"\\]|\\.)*")\}\s*$/.exec(line) ?? [];
    if (note !== undefined) return [JSON.parse(note) as string];
    return line.includes(CHECKPOINT_EVENT) ? notesOfRecords(jsonOf(line)) : [];
  });
}

/** The bodies of the log records that are checkpoints, wherever they stand in what a collector wrote. */
function notesOfRecords(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("eventName" in value && value.eventName === CHECKPOINT_EVENT && "body" in value) {
    const { body } = value;
    const isText = typeof body === "object" && body !== null && "stringValue" in body;
    return isText && typeof body.stringValue === "string" ? [body.stringValue] : [];
  }
  return Object.values(value).flatMap(notesOfRecords);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
