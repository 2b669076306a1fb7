import { writeFile } from "node:fs/promises";
import { systemWords } from "../platform/fault.ts";
import { CommandError } from "./exit.ts";

/** Writes a text into a file that was named on the command line; throws `unreadable` where it cannot be. */
export async function writeOut(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
  }
}
