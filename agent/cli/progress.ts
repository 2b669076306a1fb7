/** Milliseconds between two drawings: often enough to see it move. */
const INTERVAL = 100;
const WIDTH = 30;

/** A bar on a terminal's stderr for work of a known size; silent where stderr is no terminal. */
export class Progress {
  readonly #total: number;
  readonly #began = performance.now();
  #drawn = -Infinity;

  constructor(total: number) {
    this.#total = total;
  }

  /** Shows how much is done. */
  show(done: number): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    const share = this.#total === 0 ? 1 : Math.min(1, done / this.#total);
    const filled = Math.round(share * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const left = share > 0.02 ? `, ${Math.ceil(((now - this.#began) / 1_000) * (1 / share - 1))} s left` : "";
    process.stderr.write(`\r${bar} ${Math.floor(share * 100)} %${left}\u001b[K`);
  }

  /** Takes the bar away. */
  clear(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}
