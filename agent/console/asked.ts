import { Worker } from "node:worker_threads";
import type { Desk } from "./desk.ts";
import type { Opening } from "./worker.ts";

/** What may be asked of the desk. */
export type Askable =
  | "about"
  | "rows"
  | "timeline"
  | "models"
  | "choices"
  | "event"
  | "discovery"
  | "history"
  | "integrity"
  | "lines"
  | "readOn";

/** One question, with its number. */
export interface Question {
  readonly n: number;
  readonly what: Askable;
  readonly given: readonly unknown[];
}

/** The answer to the question of that number; 0: the desk is open. */
export type Answer =
  | { readonly n: number; readonly ok: true; readonly value: unknown }
  | { readonly n: number; readonly ok: false; readonly problem: string };

/** Asks the desk in its thread. */
export class Asked {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #n = 0;

  /** `program`: the file that is both the program and the thread's own (`main.ts`). It ends with the signal. */
  constructor(program: string, opening: Opening, signal: AbortSignal) {
    this.#worker = new Worker(program, { workerData: opening });
    this.#worker.on("message", (answer: Answer) => this.#take(answer));
    this.#worker.on("error", (error) => this.#endAll(error));
    this.#worker.on("exit", () => this.#endAll(new Error("The thread that reads the journals has ended.")));
    this.#waiting.set(0, Promise.withResolvers());
    signal.addEventListener("abort", () => void this.#worker.terminate(), { once: true });
  }

  /** Settles once the journals are opened. */
  async opened(): Promise<void> {
    await this.#waiting.get(0)?.promise;
  }

  /** Asks one thing. */
  async ask<What extends Askable>(
    what: What,
    ...given: Parameters<Desk[What]>
  ): Promise<ReturnType<Desk[What]>> {
    this.#n += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#n, waiting);
    this.#worker.postMessage({ n: this.#n, what, given } satisfies Question);
    return (await waiting.promise) as ReturnType<Desk[What]>;
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.n);
    this.#waiting.delete(answer.n);
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(new Error(answer.problem));
  }

  #endAll(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
