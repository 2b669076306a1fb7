/** The longest that a timer of Node's can wait, in milliseconds. */
const LONGEST = 2_147_483_647;

/** One thing that is to happen at a moment; setting it again replaces it. */
export class Alarm {
  #timer: NodeJS.Timeout | null = null;

  /** It never rings after the signal. */
  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.#clear(), { once: true });
  }

  /** Rings at a moment in milliseconds since 1970 UTC, at the earliest; null: not at all. */
  set(moment: number | null, onTime: () => void): void {
    this.#clear();
    if (moment === null) return;
    const wait = Math.min(Math.max(moment - Date.now(), 0) + 1, LONGEST);
    this.#timer = setTimeout(onTime, wait);
  }

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
