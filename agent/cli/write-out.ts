import { writeFile } from "node:fs/promises";
import { systemCode, systemWords } from "../platform/fault.ts";
import { CommandError } from "./exit.ts";

/** Writes a text into a file that was named on the command line; throws `unreadable` where it cannot be. */
export async function writeOut(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
  }
}

/** Writes a secret into a new file for this user alone; throws `found` where there is one already, which may be in use. */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (systemCode(error) === "EEXIST")
      throw new CommandError("found", `${file} is there already. Name another file, or move it away.`, error);
    throw new CommandError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
  }
}
