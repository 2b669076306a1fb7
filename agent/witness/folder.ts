import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { Checkpoint } from "../journal/checkpoint.ts";
import { systemWords } from "../platform/fault.ts";
import { type Outlet, WitnessError } from "./outlet.ts";

/**
 * Appends checkpoints to a file a day and journal, `<32 digits of the origin>-<date>.jsonl`, one JSON line each:
 * `{"checkpoint": NOTE}`. `lanyard journal verify --against` reads it.
 */
export function folderOutlet(folder: string): Outlet {
  return {
    name: `the folder ${folder}`,
    send: async (checkpoint) => {
      try {
        await mkdir(folder, { recursive: true });
        await appendDurably(join(folder, fileOf(checkpoint)), lineOf(checkpoint));
      } catch (error) {
        throw new WitnessError(`The folder ${folder} cannot be written: ${systemWords(error)}.`, error);
      }
    },
  };
}

function fileOf({ origin }: Checkpoint): string {
  return `${origin.slice(origin.lastIndexOf("/") + 1)}-${new Date().toISOString().slice(0, 10)}.jsonl`;
}

/** On a line of its own, even behind one that a crash left half. */
function lineOf({ note }: Checkpoint): string {
  return `\n${JSON.stringify({ checkpoint: note })}\n`;
}

async function appendDurably(file: string, line: string): Promise<void> {
  const handle = await open(file, "a", 0o644);
  try {
    await handle.appendFile(line);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
