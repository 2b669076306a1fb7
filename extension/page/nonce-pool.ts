import { append } from "./body.ts";
import type { Line } from "./line.ts";
import { nonce, SafeMap } from "./primordials.ts";

/**
 * More sockets than pages open in one turn; one too many is announced as it is made, which the first answer to its
 * handshake may overtake. As many as one message holds.
 */
const SPARE = 32;

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
    // A new port to the worker knows nothing of what the old one was told.
    line.on("lost", () => {
      this.#first = this.#last;
      this.#offer(SPARE);
    });
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

  #offer(count: number): void {
    const nonces: string[] = [];
    for (const end = this.#last + count; this.#last < end; this.#last += 1) {
      const made = nonce();
      this.#spare.set(this.#last, made);
      append(nonces, made);
    }
    this.#line.send({ type: "nonces", nonces });
  }
}
