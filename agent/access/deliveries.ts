import { backoff } from "../platform/backoff.ts";

/** Milliseconds before what did not get through is tried again, doubling. */
const RETRY = { shortest: 2_000, longest: 600_000 };

/** One thing that is to be told on one way. */
export interface Delivery {
  readonly mark: string;
  readonly send: () => Promise<void>;
}

/** Tells what is due, one after the other, and again until it got through: at least once. */
export class Deliveries {
  readonly #due: () => readonly Delivery[];
  readonly #done: (mark: string) => void;
  readonly #signal: AbortSignal;
  readonly #failures = new Map<string, { count: number; next: number }>();
  #timer: NodeJS.Timeout | null = null;
  #isGoing = false;

  /** `due`: what has not got through yet; `done`: remembers that it has. */
  constructor(due: () => readonly Delivery[], done: (mark: string) => void, signal: AbortSignal) {
    this.#due = due;
    this.#done = done;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#timer && clearTimeout(this.#timer), { once: true });
  }

  /** Begins with what is due, unless it has begun. */
  go(): void {
    if (this.#isGoing || this.#signal.aborted) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#isGoing = true;
    void this.#all().finally(() => {
      this.#isGoing = false;
      this.#plan();
    });
  }

  async #all(): Promise<void> {
    for (;;) {
      const next = this.#due().find(({ mark }) => (this.#failures.get(mark)?.next ?? 0) <= performance.now());
      if (!next || this.#signal.aborted) return;
      await this.#one(next);
    }
  }

  async #one({ mark, send }: Delivery): Promise<void> {
    try {
      await send();
    } catch {
      const count = (this.#failures.get(mark)?.count ?? 0) + 1;
      this.#failures.set(mark, { count, next: performance.now() + backoff(count, RETRY, Math.random()) });
      return;
    }
    this.#failures.delete(mark);
    this.#done(mark);
  }

  #plan(): void {
    const waits = this.#due().map(({ mark }) => (this.#failures.get(mark)?.next ?? 0) - performance.now());
    if (waits.length === 0 || this.#signal.aborted) return;
    this.#timer = setTimeout(() => this.go(), Math.max(0, Math.min(...waits)));
  }
}
