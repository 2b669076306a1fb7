import { randomUUID } from "node:crypto";
import type { GapEvent } from "../../shared/schema/audit-event.ts";

/** Milliseconds that the first ones wait for others, and that all later ones wait. */
const FIRST_WAIT = 1_000;
const LATER_WAIT = 60_000;

interface Count {
  count: number;
  readonly from: number;
  until: number;
}

/** Counts sockets that were stopped unseen, by host, and tells them together: the first soon, then once a minute. */
export class Unseen {
  readonly #tell: (event: GapEvent) => void;
  readonly #counts = new Map<string, Count>();
  #toldAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (event: GapEvent) => void) {
    this.#tell = tell;
  }

  /** `host` is as a record spells it, so there are no more counts than hosts in the catalog. */
  add(host: string, now: number): void {
    const count = this.#counts.get(host);
    if (count === undefined) this.#counts.set(host, { count: 1, from: now, until: now });
    else {
      count.count += 1;
      count.until = now;
    }
    this.#timer ??= setTimeout(
      () => this.flush(),
      now - this.#toldAt < LATER_WAIT ? LATER_WAIT : FIRST_WAIT,
    ).unref();
  }

  /** Tells everything that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const time = Date.now();
    this.#toldAt = time;
    for (const [host, count] of this.#counts)
      this.#tell({ id: randomUUID(), time, kind: "gap", what: "unseen_socket", host, ...count });
    this.#counts.clear();
  }
}
