/** Milliseconds between two drawings: often enough to see it move. */
const INTERVAL = 100;
const WIDTH = 30;

/** Where a bar is drawn: stderr, or what stands for it. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A bar for work of a known size, on a terminal alone: in a pipe it says nothing. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #began = performance.now();
  #drawn = -Infinity;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Shows how much is done, and about how long the rest will take. */
  show(done: number, of: number): void {
    const now = performance.now();
    if (this.#terminal.isTTY !== true || now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    const share = Math.min(1, done / of);
    const filled = Math.round(share * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const left = Math.ceil(((now - this.#began) / 1_000) * (1 / share - 1));
    this.#terminal.write(`\r${bar} ${Math.floor(share * 100)} %, ${left} s left\u001b[K`);
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#drawn > -Infinity) this.#terminal.write("\r\u001b[K");
  }
}
