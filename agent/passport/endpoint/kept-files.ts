import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { writeDurably } from "../../platform/durable-file.ts";

const Floors = z.record(z.string(), z.number());

/**
 * What an endpoint keeps of passports between runs, for this user alone: what it fetched, and the floor that no older
 * passport is taken below. Each write leaves the old file or the new one.
 */
export class KeptFiles {
  readonly #folder: string;
  #floors: Readonly<Record<string, number>>;

  constructor(folder: string) {
    this.#folder = folder;
    this.#floors = floorsIn(this.#read("accepted.json"));
  }

  /** A text that was kept under a name, which may be an address; null where there is none. */
  text(name: string): string | null {
    return this.#read(fileFor(name));
  }

  /** Keeps a text; gives what stands in the way, else null. */
  keep(name: string, text: string): string | null {
    return this.#write(fileFor(name), text);
  }

  /** When the newest passport of a kind that was ever accepted was issued, in milliseconds; 0: none was. */
  floor(kind: string): number {
    return this.#floors[kind] ?? 0;
  }

  /** Raises the floor; gives what stands in the way, else null. */
  raise(kind: string, issued: number): string | null {
    if (issued <= this.floor(kind)) return null;
    this.#floors = { ...this.#floors, [kind]: issued };
    return this.#write("accepted.json", JSON.stringify(this.#floors));
  }

  #read(file: string): string | null {
    try {
      return readFileSync(join(this.#folder, file), "utf8");
    } catch {
      return null;
    }
  }

  #write(file: string, text: string): string | null {
    const path = join(this.#folder, file);
    try {
      writeDurably(path, text);
      return null;
    } catch (error) {
      return `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }
}

function fileFor(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}

/** A file that is damaged is none: what was accepted before is then known by its end alone. */
function floorsIn(text: string | null): Readonly<Record<string, number>> {
  try {
    const reading = Floors.safeParse(JSON.parse(text ?? "{}"));
    return reading.success ? reading.data : {};
  } catch {
    return {};
  }
}
