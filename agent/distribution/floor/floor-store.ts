import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "../../platform/durable-file.ts";
import { systemWords } from "../../platform/fault.ts";
import { decodeFloor, encodeFloor, type Floor } from "./floor.ts";

/** The names of the two copies. */
export const COPIES = ["floor-a", "floor-b"] as const;

/** What was found at a start. */
export interface FoundFloor {
  readonly floor: Floor | null;
  /** What was damaged and what became of it, in a sentence; null: nothing was. */
  readonly problem: string | null;
}

/**
 * The floor in two copies, written one after the other: a crash at any moment leaves one whole, and damage of one is
 * mended by the other without falling back by a single version.
 */
export class FloorStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads both copies and keeps damaged ones aside; drafts and temporary folders of a killed run are removed. */
  read(now: number): FoundFloor {
    this.#tidy();
    const copies = COPIES.map((name) => ({ name, ...this.#readCopy(name) }));
    const [newest = null] = copies
      .flatMap(({ floor }) => (floor === null ? [] : [floor]))
      .toSorted((a, b) => b.sequence - a.sequence);
    const damaged = copies.filter(({ isDamaged }) => isDamaged).map(({ name }) => name);
    if (damaged.length === 0) return { floor: newest, problem: null };
    const kept = damaged.map((name) => this.#keepAside(name, now));
    return { floor: newest, problem: sentence(kept, newest !== null) };
  }

  /** Writes both copies; the sentence of what stood in the way, or null. */
  write(floor: Floor): string | null {
    try {
      const text = encodeFloor(floor);
      for (const name of COPIES) writeDurably(join(this.#folder, name), text);
      return null;
    } catch (error) {
      return `What was verified cannot be kept in ${this.#folder}: ${systemWords(error)}. After a restart the endpoint would fall back.`;
    }
  }

  /** Keeps both copies aside, for a floor that belongs to another root. */
  discard(now: number): void {
    for (const name of COPIES) if (existsSync(join(this.#folder, name))) this.#keepAside(name, now);
  }

  #readCopy(name: string): { readonly floor: Floor | null; readonly isDamaged: boolean } {
    const file = join(this.#folder, name);
    if (!existsSync(file)) return { floor: null, isDamaged: false };
    try {
      const floor = decodeFloor(readFileSync(file, "utf8"));
      return { floor, isDamaged: floor === null };
    } catch {
      return { floor: null, isDamaged: true };
    }
  }

  #keepAside(name: string, now: number): string {
    const copy = `${name}.damaged-${new Date(now).toISOString().replaceAll(":", "-")}`;
    try {
      renameSync(join(this.#folder, name), join(this.#folder, copy));
    } catch {
      return name;
    }
    return copy;
  }

  #tidy(): void {
    if (!existsSync(this.#folder)) return;
    const left = readdirSync(this.#folder).filter(
      (name) => name.startsWith("update-") || name.endsWith(".new"),
    );
    for (const name of left) rmSync(join(this.#folder, name), { recursive: true, force: true });
  }
}

function sentence(kept: readonly string[], hasOther: boolean): string {
  const files = kept.join(" and ");
  return hasOther
    ? `One copy of what was verified was damaged. It is kept as ${files}, and the other is used.`
    : `What was verified before was damaged. It is kept as ${files}. The endpoint starts again from the root it was given, and is closed until it has fetched.`;
}
