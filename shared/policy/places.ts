import type { Path } from "./document.ts";
import type { Position } from "./problem.ts";

/** Lists from this length on have the beginnings of their items remembered. */
const LONG = 1_000;

/** Where offsets of a text stand; the lines are counted when the first is asked for. */
export function locator(file: string, text: string): (offset: number) => Position {
  let lines: readonly number[] | null = null;
  return (offset) => {
    lines ??= linesOf(text);
    const line = after(lines, offset) - 1;
    return { file, line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
}

function linesOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The number of sorted numbers that are not after a limit. */
function after(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Finds where a path stands: the key in a map, the item in a list; what is not there stands where it is missing.
 * `offsets` are those of all keys and items in the order of reading, so a path is found by counting.
 */
export function finder(value: unknown, offsets: readonly number[]): (path: Path) => number {
  const startsOf = new Map<object, readonly number[]>();
  return (path) => {
    let [at, place, node]: [number, number, unknown] = [0, 0, value];
    for (const step of path) {
      if (typeof node !== "object" || node === null) break;
      const entries: [string, unknown][] = Object.entries(node);
      const index = Array.isArray(node) ? Number(step) : entries.findIndex(([key]) => key === step);
      const entry = entries[index];
      if (!entry) break;
      at += startOf(node, entries, index);
      place = offsets[at] ?? place;
      [at, node] = [at + 1, entry[1]];
    }
    return place;
  };

  function startOf(node: object, entries: readonly [string, unknown][], index: number): number {
    if (entries.length < LONG) return sum(entries.slice(0, index));
    const starts = startsOf.get(node) ?? runningSum(entries);
    startsOf.set(node, starts);
    return starts[index] ?? 0;
  }
}

function runningSum(entries: readonly [string, unknown][]): number[] {
  let total = 0;
  return entries.map(([, value]) => {
    const before = total;
    total += 1 + size(value);
    return before;
  });
}

function sum(entries: readonly [string, unknown][]): number {
  return entries.reduce((total, [, value]) => total + 1 + size(value), 0);
}

/** How many keys and items are in a value. */
function size(value: unknown): number {
  return typeof value === "object" && value !== null ? sum(Object.entries(value)) : 0;
}
