/** The longest that a timer of Node's can wait, in milliseconds. */
const LONGEST = 2_147_483_647;

/** One thing that is to happen after a while; setting it again replaces it. */
export class Alarm {
  #timer: NodeJS.Timeout | null = null;

  /** It never rings after the signal. */
  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.#clear(), { once: true });
  }

  /** Rings after so many milliseconds, and no earlier; null: not at all. What lies beyond a timer's reach rings early. */
  set(wait: number | null, onTime: () => void): void {
    this.#clear();
    // Timers may be a millisecond early.
    if (wait !== null) this.#timer = setTimeout(onTime, Math.min(Math.max(wait, 0) + 1, LONGEST));
  }

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
