/** Something read from a file, or what is wrong with it in a sentence. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** What a new reading did. `same`: nothing that anybody must hear of. */
export type Outcome = "applied" | "refused" | "same";

/** The last good state of a file, which stays in force while a newer one is malformed. */
export class LastGood<T> {
  value: T | null = null;
  problem: string | null = null;
  readonly #markOf: (value: T) => string;

  /** `markOf`: a text that is equal for equal values. */
  constructor(markOf: (value: T) => string) {
    this.#markOf = markOf;
  }

  take(reading: Reading<T>): Outcome {
    if (!reading.ok) {
      const known = this.problem === reading.problem;
      this.problem = reading.problem;
      return known ? "same" : "refused";
    }
    const known =
      this.problem === null &&
      this.value !== null &&
      this.#markOf(this.value) === this.#markOf(reading.value);
    this.value = reading.value;
    this.problem = null;
    return known ? "same" : "applied";
  }
}
