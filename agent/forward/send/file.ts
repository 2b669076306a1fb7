import { open, type FileHandle } from "node:fs/promises";
import { systemWords } from "../../platform/fault.ts";
import type { Receiver } from "../../platform/receivers.ts";
import { lineOf } from "../format/line.ts";
import type { Origin } from "../format/origin.ts";
import { later, TAKEN, type Sender } from "./sender.ts";

type ToFile = Extract<Receiver, { to: "file" }>;

/** A file that lines are appended to; it has them when the disk has. Opened anew each time, so it may be rotated. */
export function fileSender({ place, format }: ToFile, originNow: () => Origin): Sender {
  return {
    write: (entry) => lineOf(format, entry, originNow()),
    async send(texts) {
      try {
        const file = await open(place, "a+", 0o600);
        try {
          const problem = await dropTornLine(file, place);
          if (problem !== null) return later(problem);
          await file.appendFile(`${texts.join("\n")}\n`);
          await file.sync();
          return TAKEN;
        } finally {
          await file.close();
        }
      } catch (error) {
        return later(`${place} cannot be written: ${systemWords(error)}.`);
      }
    },
  };
}

/** Bytes of the end that are looked at for the beginning of a torn line; no line of ours is as long. */
const TAIL = 1_000_000;

/**
 * A line that a crash tore is sent again whole, so what is there of it goes. Gives a sentence where the file ends in what is
 * no line of ours: nobody's text is cut.
 */
async function dropTornLine(file: FileHandle, place: string): Promise<string | null> {
  const { size } = await file.stat();
  if (size === 0) return null;
  const from = Math.max(0, size - TAIL);
  const tail = Buffer.alloc(size - from);
  await file.read(tail, 0, tail.length, from);
  if (tail.at(-1) === 0x0a) return null;
  const torn = tail.subarray(tail.lastIndexOf(0x0a) + 1);
  if (!isOurs(torn)) return `${place} does not end with a line of events. Name another file.`;
  await file.truncate(size - torn.length);
  return null;
}

function isOurs(torn: Buffer): boolean {
  return ["{", "CEF:"].some((start) => start.startsWith(torn.toString("latin1", 0, start.length)));
}
