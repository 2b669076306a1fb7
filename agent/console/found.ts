/** One event that was found: in which of the opened journals, and in which slot of its columns. */
export interface Place {
  readonly journal: number;
  readonly slot: number;
}

/** What one journal contributes: its number, the slots in its order, and the times of its slots. */
export interface Part {
  readonly journal: number;
  readonly slots: Uint32Array;
  readonly time: Float64Array;
}

/** The events that a filter found, the newest first, over all journals: row by row, wherever one scrolls to. */
export class Found {
  readonly total: number;
  readonly parts: readonly Part[];
  readonly #merged: { readonly journals: Uint8Array; readonly slots: Uint32Array } | null;

  constructor(parts: readonly Part[]) {
    this.parts = parts.filter(({ slots }) => slots.length > 0);
    this.total = this.parts.reduce((sum, { slots }) => sum + slots.length, 0);
    this.#merged = this.parts.length > 1 ? merge(this.parts, this.total) : null;
  }

  /** The place of one row, counted from the newest; null where there is no such row. */
  at(row: number): Place | null {
    if (row < 0 || row >= this.total) return null;
    if (this.#merged !== null)
      return { journal: this.#merged.journals[row] ?? 0, slot: this.#merged.slots[row] ?? 0 };
    const [part] = this.parts;
    return part === undefined
      ? null
      : { journal: part.journal, slot: part.slots[part.slots.length - 1 - row] ?? 0 };
  }
}

/** Lays journals into each other by time; within one journal its own order stands, whatever its clock did. */
function merge(
  parts: readonly Part[],
  total: number,
): { readonly journals: Uint8Array; readonly slots: Uint32Array } {
  const journals = new Uint8Array(total);
  const slots = new Uint32Array(total);
  const heads = parts.map(({ slots: { length } }) => length - 1);
  for (let row = 0; row < total; row += 1) {
    const next = newestOf(parts, heads);
    const part = parts[next];
    const head = heads[next] ?? 0;
    journals[row] = part?.journal ?? 0;
    slots[row] = part?.slots[head] ?? 0;
    heads[next] = head - 1;
  }
  return { journals, slots };
}

function newestOf(parts: readonly Part[], heads: readonly number[]): number {
  let best = -1;
  let bestTime = -Infinity;
  for (let index = 0; index < parts.length; index += 1) {
    const head = heads[index] ?? -1;
    if (head < 0) continue;
    const part = parts[index];
    const time = part?.time[part.slots[head] ?? 0] ?? 0;
    if (best < 0 || time > bestTime) [best, bestTime] = [index, time];
  }
  return best;
}
