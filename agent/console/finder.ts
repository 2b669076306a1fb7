import { type Filter } from "./api/filter.ts";
import { EFFECTS, type Columns } from "./columns.ts";
import { Found } from "./found.ts";
import { matching } from "./match.ts";
import type { Shelf } from "./shelf.ts";

/** Filters whose findings are kept: 4 bytes an event each. */
const KEPT = 4;

/** Finds and counts events in the columns of the opened journals. */
export class Finder {
  readonly shelves: readonly Shelf[];
  readonly #kept = new Map<string, Found>();

  constructor(shelves: readonly Shelf[]) {
    this.shelves = shelves;
  }

  /** The events that a filter lets through. `upTo`: the last place of each journal that counts; null: all there is. */
  find(filter: Filter, upTo: readonly number[] | null): Found {
    const limits = this.shelves.map((shelf, journal) => Math.min(upTo?.[journal] ?? Infinity, shelf.last));
    const from = this.shelves.map(({ columns }) => columns.from);
    const key = JSON.stringify([filter, limits, from]);
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

  /** How many of them are denials. */
  denialsAmong({ parts }: Found): number {
    let count = 0;
    for (const { journal, slots } of parts) {
      const { effect, kind } = this.shelves[journal]?.columns ?? { effect: [], kind: [] };
      for (const slot of slots) if (effect[slot] === EFFECTS.deny && kind[slot] === 1) count += 1;
    }
    return count;
  }

  /** How many denials came after each moment and before the one before it in the list, which is the next in time. */
  denialsBetween(moments: readonly number[]): readonly number[] {
    const counts = moments.map(() => 0);
    const oldestFirst = moments.toReversed();
    for (const { columns } of this.shelves)
      for (let slot = columns.from; slot < columns.to; slot += 1) {
        if (columns.effect[slot] !== EFFECTS.deny || columns.kind[slot] !== 1) continue;
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
