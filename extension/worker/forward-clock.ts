/** The clocks of a machine, both in milliseconds. */
export interface Clocks {
  /** Since 1970 UTC, as the system believes: anybody may set it. */
  readonly system: () => number;
  /** Since some moment of this process: never goes back. */
  readonly steady: () => number;
}

/** A clock that goes on where it was when the system's is set back. */
export class ForwardClock {
  readonly #clocks: Clocks;
  #latest = 0;
  #at = 0;

  constructor(clocks: Clocks = { system: () => Date.now(), steady: () => performance.now() }) {
    this.#clocks = clocks;
  }

  /** Begins anew at the system's time, or at a later one that was seen already. */
  begin(seen = 0): void {
    this.#latest = Math.max(this.#clocks.system(), seen);
    this.#at = this.#clocks.steady();
  }

  now(): number {
    const steady = this.#clocks.steady();
    this.#latest = Math.max(this.#clocks.system(), this.#latest + steady - this.#at);
    this.#at = steady;
    return this.#latest;
  }
}
