import { isFrom } from "./bindings.ts";
import type { Handshake } from "./handshakes.ts";
import { onTheWire } from "./mark.ts";
import { isAdrift, type PageFrame } from "./page-frame.ts";

/** What is known of a nonce. Addresses are as on the wire. */
type Known =
  /** The hook will make a socket under it. */
  | { readonly is: "offered" }
  /** The hook has made one, whose handshake is still to come. */
  | { readonly is: "expected"; readonly url: string }
  /** The handshake came before the announcement. */
  | { readonly is: "overtaken"; readonly url: string };

/** Most nonces of one frame; Chromium lets a page have 255 sockets on their way. */
export const MOST_OF_FRAME = 512;

/**
 * Nonces under which hooks make sockets. A handshake must carry one that was said before by a hook of the same tab and
 * frame, and each serves once. The address is the handshake's, whatever the hook says later. A nonce is kept until its
 * handshake and its announcement have both come, its socket has closed, or its frame is gone: never for a time.
 */
export class Announced {
  readonly #ofFrame = new Map<PageFrame, Map<string, Known>>();
  readonly #frameOf = new Map<string, PageFrame>();

  /** Nonces that sockets of this frame will be made under. */
  offer(page: PageFrame, nonces: readonly string[]): void {
    for (const nonce of nonces) this.#keep(page, nonce, { is: "offered" });
  }

  /** A socket was made under this nonce; gives the address that was really opened, null while none was. */
  made(page: PageFrame, nonce: string): string | null {
    const known = this.#ofFrame.get(page)?.get(nonce);
    this.forget(page, nonce);
    return known?.is === "overtaken" ? known.url : null;
  }

  /** The handshake of a socket to this address is still to come; false where the frame has too many. */
  expect(page: PageFrame, nonce: string, url: string): boolean {
    return this.#keep(page, nonce, { is: "expected", url: onTheWire(url) });
  }

  /** True where this very handshake was announced; once. */
  take({ nonce, tabId, frameId, url }: Handshake): boolean {
    const page = nonce === null ? undefined : this.#frameOf.get(nonce);
    if (nonce === null || page === undefined) return false;
    const known = this.#ofFrame.get(page)?.get(nonce);
    // What was really opened first counts until the hook has told of it.
    if (known === undefined || known.is === "overtaken") return false;
    this.forget(page, nonce);
    const hook = { ...page, adrift: isAdrift(page) };
    if (!isFrom(hook, { tab: tabId, frame: frameId })) return false;
    if (known.is === "expected") return known.url === onTheWire(url);
    return this.#keep(page, nonce, { is: "overtaken", url: onTheWire(url) });
  }

  /** No handshake under this nonce of the frame's is expected any more. */
  forget(page: PageFrame, nonce: string): void {
    if (this.#ofFrame.get(page)?.delete(nonce) === true) this.#frameOf.delete(nonce);
  }

  /** The frame is gone, and its nonces with it. */
  left(page: PageFrame): void {
    for (const nonce of this.#ofFrame.get(page)?.keys() ?? []) this.#frameOf.delete(nonce);
    this.#ofFrame.delete(page);
  }

  /** One too many of a frame is not kept: its socket is refused. */
  #keep(page: PageFrame, nonce: string, known: Known): boolean {
    const own = this.#ofFrame.get(page) ?? new Map<string, Known>();
    if (own.size >= MOST_OF_FRAME || this.#frameOf.has(nonce)) return false;
    this.#ofFrame.set(page, own.set(nonce, known));
    this.#frameOf.set(nonce, page);
    return true;
  }
}
