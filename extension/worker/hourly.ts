const HOUR = 3_600_000;

/** How often something was seen since it was last told. */
export interface Count {
  readonly visits: number;
  readonly calls: number;
  readonly from: number;
  readonly until: number;
}

/** One thing that is counted, as the next life of the worker needs it. */
export interface Counted<T> {
  readonly key: string;
  /** What it is, told with each count. */
  readonly thing: T;
  /** When a count of it was last told. */
  readonly told: number;
  /** Seen since then, and not told yet. */
  readonly waiting: Count | null;
}

/**
 * Counts what happens often and is told seldom: the first sight at once, the rest of each hour together.
 * No sight is told twice, and the sum of what is told is what was seen.
 */
export class Hourly<T> {
  readonly #tell: (thing: T, count: Count) => void;
  readonly #counted = new Map<string, Counted<T>>();

  constructor(tell: (thing: T, count: Count) => void) {
    this.#tell = tell;
  }

  /** Takes over what an earlier life had counted. */
  recall(kept: readonly Counted<T>[]): void {
    for (const one of kept) this.#counted.set(one.key, one);
  }

  /** Counts one sight; what it is a sight of is asked for at the first alone. */
  see(key: string, sight: Pick<Count, "visits" | "calls">, time: number, first: () => T): void {
    this.tellDue(time);
    const known = this.#counted.get(key);
    if (known === undefined) {
      const thing = first();
      this.#counted.set(key, { key, thing, told: time, waiting: null });
      this.#tell(thing, { ...sight, from: time, until: time });
    } else this.#counted.set(key, { ...known, waiting: sum(known.waiting, sight, time) });
  }

  /** Tells what has waited for an hour. What was not seen again for so long is forgotten, and new at its next sight. */
  tellDue(time: number): void {
    for (const one of this.#counted.values()) {
      // A clock that was set back must not hold counts until it has caught up.
      if (time >= one.told && time - one.told < HOUR) continue;
      if (one.waiting === null) this.#counted.delete(one.key);
      else {
        this.#counted.set(one.key, { ...one, told: time, waiting: null });
        this.#tell(one.thing, one.waiting);
      }
    }
  }

  /** Everything that is counted. */
  kept(): readonly Counted<T>[] {
    return [...this.#counted.values()];
  }
}

function sum(before: Count | null, { visits, calls }: Pick<Count, "visits" | "calls">, time: number): Count {
  return {
    visits: (before?.visits ?? 0) + visits,
    calls: (before?.calls ?? 0) + calls,
    from: Math.min(before?.from ?? time, time),
    until: Math.max(before?.until ?? time, time),
  };
}
