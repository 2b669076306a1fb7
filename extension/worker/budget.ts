/** Units that a frame may spend at once, and how many come back each second. */
const MOST = 4_000;
const EACH_SECOND = 1_000;
/** Bytes that cost as much as one message. */
const BYTES_OF_UNIT = 16_384;
/** After so much beyond its budget without a pause, a frame is no honest page. */
const FLOOD = 20_000;

/** What one frame may still ask of the worker: a page that sends 10,000 messages a second costs little more than one. */
export class Budget {
  #left = MOST;
  #at: number;
  #surplus = 0;

  constructor(now: number) {
    this.#at = now;
  }

  /** Spends a message with so many bytes; false where it is one too many. */
  spend(bytes: number, now: number): boolean {
    this.#left = Math.min(MOST, this.#left + ((now - this.#at) * EACH_SECOND) / 1_000);
    this.#at = now;
    const cost = 1 + bytes / BYTES_OF_UNIT;
    if (this.#left < cost) {
      this.#surplus += 1;
      return false;
    }
    this.#left -= cost;
    if (this.#left > MOST / 2) this.#surplus = 0;
    return true;
  }

  /** True for a frame that does not stop. */
  get isFlooded(): boolean {
    return this.#surplus > FLOOD;
  }
}
