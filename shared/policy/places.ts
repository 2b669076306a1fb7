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
      const values: readonly unknown[] = Array.isArray(node) ? node : Object.values(node);
      const index = Array.isArray(node) ? Number(step) : Object.keys(node).indexOf(String(step));
      if (!(index in values)) break;
      at += startOf(values, index);
      place = offsets[at] ?? place;
      [at, node] = [at + 1, values[index]];
    }
    return place;
  };

  function startOf(values: readonly unknown[], index: number): number {
    if (values.length < LONG) return sum(values.slice(0, index));
    const starts = startsOf.get(values) ?? runningSum(values);
    startsOf.set(values, starts);
    return starts[index] ?? 0;
  }
}

function runningSum(values: readonly unknown[]): number[] {
  let total = 0;
  return values.map((value) => {
    const before = total;
    total += 1 + size(value);
    return before;
  });
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + 1 + size(value), 0);
}

/** How many keys and items are in a value. */
function size(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return sum(Array.isArray(value) ? value : Object.values(value));
}
