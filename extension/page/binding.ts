import type { Asked } from "./address.ts";
import type { ReadBody, ReadsBody } from "./body.ts";
import type { Line } from "./line.ts";
import { listen, nonce, SafeMap } from "./primordials.ts";

/** Gives the nonce under which the body is known, or null: then the call goes as the page made it. */
type Bound = (nonce: string | null, body: ReadBody | null) => void;

/** Hands bodies that the network layer cannot read to the worker before their calls go out. */
export class Binding {
  readonly #line: Line;
  readonly #claims = new SafeMap<number, Bound>();
  #leaving = false;

  constructor(line: Line) {
    this.#line = line;
    listen(window, "pagehide", () => this.#leave());
    listen(window, "pageshow", () => {
      this.#leaving = false;
    });
  }

  /** Asks whether the body is wanted; if it is, reads it and binds it to a call to this address. */
  bind(asked: Asked, read: ReadsBody, done: Bound): void {
    if (this.#leaving) {
      done(null, null);
      return;
    }
    const n = this.#line.next();
    const once: Bound = (bound, body) => {
      if (this.#claims.delete(n)) done(bound, body);
    };
    this.#claims.set(n, once);
    const { method, url } = asked;
    this.#line.ask({ type: "claim", n, method, url }, (told) => {
      if (told?.("wanted") !== true) once(null, null);
      else read((body) => (body === null ? once(null, null) : this.#hand(asked, body, once)));
    });
  }

  #hand({ method, url }: Asked, body: ReadBody, done: Bound): void {
    const made = nonce();
    const { bytes, size, contentType, files } = body;
    const n = this.#line.next();
    this.#line.ask({ type: "bind", n, nonce: made, method, url, contentType, bytes, size, files }, (told) =>
      done(told === null ? null : made, body),
    );
  }

  /** Answers do not reach a page that is going away: what waits goes out now, and the network layer decides. */
  #leave(): void {
    this.#leaving = true;
    this.#claims.each((bound) => bound(null, null));
  }
}
