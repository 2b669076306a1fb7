import type { WebRequest } from "webextension-polyfill";
import type { Posture } from "./posture.ts";

/** Most milliseconds that a call waits; far less than the browser lets a waiting event page live. */
const LONGEST = 2_000;

/**
 * Lets calls wait for the clearance where the browser takes a promise for an answer, as Firefox does: the call that
 * woke the worker is decided by what the disk or the agent says some milliseconds later, and is not denied for nothing.
 */
export class Patience {
  readonly #settled: Promise<void>;
  readonly #longest: number;
  #isSettled = false;

  /** `longest` bounds the wait of each call, in milliseconds. */
  constructor(posture: Posture, longest = LONGEST) {
    this.#longest = longest;
    this.#settled = new Promise((resolve) => {
      posture.watch(() => {
        // A clearance to decide from, or an agent that says there is none: waiting would change nothing.
        if (posture.authority === null && posture.agentAway) return;
        this.#isSettled = true;
        resolve();
      });
    });
  }

  /**
   * The answer, at once where there is something to decide from, and else a promise of it that is kept within the
   * limit. Firefox lets a call pass whose promise rejects: `answer` must not throw.
   */
  answer(
    answer: () => WebRequest.BlockingResponse,
  ): WebRequest.BlockingResponse | Promise<WebRequest.BlockingResponse> {
    return this.#isSettled ? answer() : this.#wait().then(answer);
  }

  #wait(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const limit = setTimeout(resolve, this.#longest);
    void this.#settled.then(resolve);
    return promise.then(() => clearTimeout(limit));
  }
}
