import { append } from "./body.ts";
import type { Line } from "./line.ts";
import { nonce, SafeMap } from "./primordials.ts";

/** More sockets at once than pages open; one too many is announced as it is made. */
const SPARE = 8;

/**
 * Nonces that the worker has been told of before a socket is made under one: a page that is busy may open its socket
 * sooner than an announcement made only then gets through.
 */
export class NoncePool {
  readonly #line: Line;
  readonly #spare = new SafeMap<number, string>();
  #first = 0;
  #last = 0;

  constructor(line: Line) {
    this.#line = line;
    this.#offer(SPARE);
    line.on("lost", (told) => told("back") === true && this.#renew());
  }

  /** The next nonce; another takes its place. */
  take(): string {
    const spare = this.#spare.get(this.#first);
    if (spare === undefined) return nonce();
    this.#spare.delete(this.#first);
    this.#first += 1;
    this.#offer(1);
    return spare;
  }

  /** A new port to the worker knows nothing of what the old one was told. */
  #renew(): void {
    for (; this.#first < this.#last; this.#first += 1) this.#spare.delete(this.#first);
    this.#offer(SPARE);
  }

  #offer(count: number): void {
    if (!this.#line.open) return;
    const nonces: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const made = nonce();
      this.#spare.set(this.#last, made);
      this.#last += 1;
      append(nonces, made);
    }
    this.#line.send({ type: "nonces", nonces });
  }
}
