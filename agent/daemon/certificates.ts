import { readFileSync } from "node:fs";
import { PlatformError, systemWords } from "../platform/fault.ts";

/** The text of a file that the configuration names: certificates, a root, a password. Throws a `PlatformError`. */
export function certificatesIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatformError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
}
