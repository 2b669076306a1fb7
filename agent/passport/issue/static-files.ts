import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemWords } from "../../platform/fault.ts";
import { PassportError } from "../fault.ts";

/** Writes static files of one folder, each whole or not at all: a web server may be reading there. */
export class StaticFiles {
  readonly #folder: string;
  readonly #made = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `name`: path with slashes, under the folder. Throws a `PassportError`. */
  write(name: string, text: string): void {
    const file = join(this.#folder, name);
    try {
      this.#make(dirname(file));
      writeFileSync(`${file}.new`, text, { mode: 0o644 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      throw new PassportError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
    }
  }

  #make(folder: string): void {
    if (this.#made.has(folder)) return;
    // Nobody but the owner may list what is there; a web server opens files by name.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    this.#made.add(folder);
  }
}
