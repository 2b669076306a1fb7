import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ExtensionFiles } from "../packing/archive.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError } from "./exit.ts";

/** Every file below the folder of a built extension; throws `unreadable`. */
export async function extensionFiles(dir: string): Promise<ExtensionFiles> {
  const files = new Map<string, Uint8Array>();
  try {
    for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      files.set(relative(dir, file).split(sep).join("/"), await readFile(file));
    }
    return files;
  } catch (error) {
    throw new CommandError("unreadable", `The folder ${dir} cannot be read: ${systemWords(error)}.`, error);
  }
}
