import { isFrom } from "./bindings.ts";
import type { Handshake } from "./handshakes.ts";
import { onTheWire } from "./mark.ts";
import { isAdrift, type PageFrame } from "./page-frame.ts";

/** A nonce that a hook will make a socket under, or has made one. */
interface Announcement {
  readonly page: PageFrame;
  /** The address that it was announced for; null while it is only on offer. */
  readonly url: string | null;
  /** Null: as long as the frame is there. */
  readonly until: number | null;
}

/** How long a handshake may take, in milliseconds. */
const PATIENCE = 60_000;
/** Most nonces of one frame that wait, and most that are remembered by the addresses that they were used for. */
const MOST_OF_FRAME = 64;
const MOST_USED = 256;

/**
 * Nonces under which hooks make sockets. A handshake must carry one that was said before by a hook of the same tab and
 * frame, and each serves once. The address is the handshake's, whatever the hook says later.
 */
export class Announced {
  readonly #waiting = new Map<string, Announcement>();
  /** Addresses of handshakes that came before their announcements. */
  readonly #used = new Map<string, string>();

  /** Nonces that sockets of this frame will be made under. */
  offer(page: PageFrame, nonces: readonly string[]): void {
    for (const nonce of nonces) this.#wait(nonce, { page, url: null, until: null });
  }

  /** A socket was made under this nonce; gives the address that counts. */
  add(page: PageFrame, nonce: string, url: string, now: number): string {
    for (const [old, { until }] of this.#waiting)
      if (until !== null && until < now) this.#waiting.delete(old);
    const used = this.#used.get(nonce);
    this.#used.delete(nonce);
    if (used !== undefined) return used;
    this.#waiting.delete(nonce);
    this.#wait(nonce, { page, url, until: now + PATIENCE });
    return onTheWire(url);
  }

  /** True where this very handshake was announced; once. */
  take({ nonce, tabId, frameId, url }: Handshake): boolean {
    const announced = nonce === null ? undefined : this.#waiting.get(nonce);
    if (nonce === null || announced === undefined) return false;
    this.#waiting.delete(nonce);
    const { page } = announced;
    const hook = { ...page, adrift: isAdrift(page) };
    if (!isFrom(hook, { tab: tabId, frame: frameId })) return false;
    if (announced.url !== null) return onTheWire(announced.url) === onTheWire(url);
    for (const oldest of this.#used.keys()) {
      if (this.#used.size < MOST_USED) break;
      this.#used.delete(oldest);
    }
    this.#used.set(nonce, onTheWire(url));
    return true;
  }

  /** The frame is gone, and its nonces with it. */
  left(page: PageFrame): void {
    for (const [nonce, announced] of this.#waiting) if (announced.page === page) this.#waiting.delete(nonce);
  }

  /** One too many of a frame is not kept: its socket is refused. */
  #wait(nonce: string, announcement: Announcement): void {
    const own = [...this.#waiting.values()].filter(({ page }) => page === announcement.page);
    if (own.length < MOST_OF_FRAME && !this.#waiting.has(nonce)) this.#waiting.set(nonce, announcement);
  }
}
