import type { Handshake } from "./handshakes.ts";
import { onTheWire } from "./mark.ts";
import type { PageFrame } from "./page-frame.ts";

interface Announcement {
  readonly page: PageFrame;
  readonly url: string;
  readonly until: number;
}

/** How long a handshake may take, in milliseconds. */
const PATIENCE = 60_000;
const MOST = 256;
/** A tab that floods starves no other. */
const MOST_OF_TAB = 64;

/** Nonces under which hooks have made sockets, until their handshakes come. */
export class Announced {
  readonly #waiting = new Map<string, Announcement>();

  add(page: PageFrame, nonce: string, url: string, now: number): void {
    for (const [old, { until }] of this.#waiting) if (until < now) this.#waiting.delete(old);
    const ofTab = [...this.#waiting.values()].filter((other) => other.page.tab === page.tab).length;
    if (this.#waiting.size < MOST && ofTab < MOST_OF_TAB)
      this.#waiting.set(nonce, { page, url, until: now + PATIENCE });
  }

  /** True where this very handshake was announced by a hook of the same tab and frame; once. */
  take({ nonce, tabId, frameId, url }: Handshake): boolean {
    const announced = nonce === null ? undefined : this.#waiting.get(nonce);
    if (nonce === null || announced === undefined) return false;
    this.#waiting.delete(nonce);
    const { page } = announced;
    return page.tab === tabId && page.frame === frameId && onTheWire(announced.url) === onTheWire(url);
  }
}
