import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { writeDurably } from "../platform/durable-file.ts";
import { systemCode } from "../platform/fault.ts";
import type { Receiver } from "../platform/receivers.ts";

/** Up to where a receiver has the journal. */
const CursorFile = z.strictObject({
  lanyard: z.literal(1),
  /** For people who look into the folder; the file's name is what counts. */
  receiver: z.string(),
  /** Place in the journal of the last event that the receiver has; 0: none. */
  sequence: z.number().check(z.nonnegative()),
  /** Id of that event, by which another journal in the same place is noticed; null: it is gone, or there is none. */
  id: z.nullable(z.string()),
  /** Time of that event, which begins the gap where the next ones are gone. */
  time: z.number(),
  /** Place up to which the journal's records of pruning are accounted for; null: it was not looked at yet. */
  told: z.nullable(z.number()),
});

/** The place of the last event that a receiver has. */
export type Position = Omit<z.infer<typeof CursorFile>, "lanyard" | "receiver">;

/** Before the first event. */
export const START: Position = { sequence: 0, id: null, time: 0, told: null };

/** Where the cursor of a receiver lies: by its place, so that another format or filter keeps it. */
export function cursorFile(folder: string, { to, place }: Receiver): string {
  const name = createHash("sha256").update(`${to} ${place}`).digest("hex").slice(0, 16);
  return join(folder, `${to}-${name}.json`);
}

/** Reads a cursor; null where there is none, `"broken"` where what is there is none. Throws where it cannot be read. */
export function readCursor(file: string): Position | "broken" | null {
  try {
    const parsed = CursorFile.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : "broken";
  } catch (error) {
    if (error instanceof SyntaxError) return "broken";
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Writes a cursor so that a crash leaves the old one or the new one; throws where the disk does not take it. */
export function writeCursor(file: string, receiver: Receiver, { sequence, id, time, told }: Position): void {
  const text = JSON.stringify({ lanyard: 1, receiver: receiver.place, sequence, id, time, told });
  writeDurably(file, text);
}
