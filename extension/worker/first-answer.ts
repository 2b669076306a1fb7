import type { WebRequest } from "webextension-polyfill";

type Answer = WebRequest.BlockingResponse | Promise<WebRequest.BlockingResponse>;

/** Answers that are kept: two listeners hear one event right after each other, so that few are enough. */
const MOST = 64;

/** Has one event answered once where two listeners hear it: the second gets what the first was given. */
export class FirstAnswer {
  readonly #given = new Map<string, Answer>();

  /** `event` is the same for both listeners, and for no other event. */
  of(event: string, answer: () => Answer): Answer {
    const known = this.#given.get(event);
    if (known !== undefined) return known;
    const made = answer();
    this.#given.set(event, made);
    for (const oldest of this.#given.keys()) {
      if (this.#given.size <= MOST) break;
      this.#given.delete(oldest);
    }
    return made;
  }
}
