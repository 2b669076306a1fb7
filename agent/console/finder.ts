import type { Filter } from "./api/filter.ts";
import { isDenial, type Columns } from "./columns.ts";
import { Found } from "./found.ts";
import { matching } from "./match.ts";
import type { Shelf } from "./shelf.ts";

/** Filters whose findings are kept: 4 bytes an event each. */
const KEPT = 4;

/** Finds and counts events in the columns of the opened journals. */
export class Finder {
  readonly shelves: readonly Shelf[];
  readonly #kept = new Map<string, Found>();
  readonly #denials = new WeakMap<Found, number>();

  constructor(shelves: readonly Shelf[]) {
    this.shelves = shelves;
  }

  /** The events that a filter lets through. `upTo`: how many events of each record count; null: all there is. */
  find(filter: Filter, upTo: readonly number[] | null): Found {
    const limits = this.shelves.map((shelf, journal) =>
      Math.min(upTo?.[journal] ?? Infinity, shelf.columns.to),
    );
    const read = this.shelves.map(({ columns, progress }) => [
      columns.from,
      isFiled(filter) ? 0 : progress.searched,
    ]);
    const key = JSON.stringify([filter, limits, read]);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const found = new Found(
      this.shelves.flatMap(({ columns }, journal) =>
        filter.journal.length > 0 && !filter.journal.includes(journal)
          ? []
          : [{ journal, slots: matching(columns, filter, limits[journal] ?? 0), time: columns.time }],
      ),
    );
    this.#kept.set(key, found);
    return found;
  }

  /** How many of what was found are denials. */
  denialsAmong(found: Found): number {
    const known = this.#denials.get(found);
    if (known !== undefined) return known;
    let count = 0;
    for (const { journal, slots } of found.parts) {
      const columns = this.shelves[journal]?.columns ?? { effect: [], kind: [] };
      for (const slot of slots) if (isDenial(columns, slot)) count += 1;
    }
    this.#denials.set(found, count);
    return count;
  }

  /** How many denials came after each moment and before the one before it in the list, which is the next in time. */
  denialsBetween(moments: readonly number[]): readonly number[] {
    const counts = moments.map(() => 0);
    const oldestFirst = moments.toReversed();
    for (const { columns } of this.shelves)
      for (let slot = columns.from; slot < columns.to; slot += 1) {
        if (!isDenial(columns, slot)) continue;
        const after = countUpTo(oldestFirst, columns.time[slot] ?? 0);
        if (after > 0) counts[moments.length - after] = (counts[moments.length - after] ?? 0) + 1;
      }
    return counts;
  }

  /** The columns of each journal. */
  get columns(): readonly Columns[] {
    return this.shelves.map(({ columns }) => columns);
  }

  /** The earliest and latest plausible time that was read. */
  get span(): { readonly earliest: number; readonly latest: number } {
    const all = this.columns;
    return {
      earliest: Math.min(...all.map(({ earliest }) => earliest)),
      latest: Math.max(...all.map(({ latest }) => latest)),
    };
  }
}

/** Whether a filter asks only for what events are filed under, and nothing of what they say. */
function isFiled({ text, kind, purpose, license }: Filter): boolean {
  return text === "" && [kind, purpose, license].every(({ length }) => length === 0);
}

/** How many of ascending numbers are not above one. */
function countUpTo(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
