/** Groups that are kept apart: whatever comes after them is counted, so that no journal fills the memory. */
const LIMIT = 5_000;

/** How often something happened, and when. */
export interface Tally {
  count: number;
  first: number;
  last: number;
}

/** Things that are told together, each with how often and when, in the order in which each came first. */
export class Groups<What> {
  /** How often what has no group of its own happened. */
  others = 0;
  readonly #groups = new Map<string, { readonly what: What; readonly tally: Tally }>();

  /** Takes one that happened at a moment. */
  take(what: What, time: number): void {
    const key = JSON.stringify(what);
    const known = this.#groups.get(key);
    if (known !== undefined) {
      const { tally } = known;
      tally.count += 1;
      tally.first = Math.min(tally.first, time);
      tally.last = Math.max(tally.last, time);
    } else if (this.#groups.size < LIMIT)
      this.#groups.set(key, { what, tally: { count: 1, first: time, last: time } });
    else this.others += 1;
  }

  /** The groups, those that happened most often first. */
  all(): readonly (What & Tally)[] {
    return Array.from(this.#groups.values(), ({ what, tally }) => ({ ...what, ...tally })).toSorted(
      (one, other) => other.count - one.count,
    );
  }
}
