import { readFile } from "node:fs/promises";
import { PlatformError, systemWords } from "./fault.ts";

/** Reads a file as UTF-8 text; throws a `PlatformError` `unreadable` with a sentence that names the file. */
export async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new PlatformError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new PlatformError("unreadable", `${file} is not UTF-8 text. Save it as UTF-8.`, error);
  }
}
