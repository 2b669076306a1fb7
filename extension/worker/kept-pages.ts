import browser from "webextension-polyfill";
import type { Origin } from "./network.ts";
import type { Posture } from "./posture.ts";

/** What becomes of pages that are asked for. */
export interface Fates {
  readonly turned: (from: Origin, to: string) => void;
  readonly failed: (from: Origin) => void;
}

/** How long the fate of a page that was kept from its tab may take to be told, in milliseconds; it takes a few. */
const LATEST = 10_000;

/**
 * Listens for what becomes of pages from the worker's first turn until the baseline is lifted, and again for a moment
 * after each page that is kept from its tab. Not for good: whatever its event, the browser compares the address of each
 * request with each address of a listener's. So the filter takes all pages.
 */
export class KeptPages {
  readonly #posture: Posture;
  readonly #onTurned: (from: Origin & { readonly redirectUrl: string }) => void;
  readonly #onFailed: (from: Origin) => void;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #listens = false;

  constructor(posture: Posture, { turned, failed }: Fates) {
    this.#posture = posture;
    this.#onTurned = (from) => turned(from, from.redirectUrl);
    this.#onFailed = failed;
    this.kept();
    let wasOpen = false;
    posture.watch(() => {
      if (posture.open !== wasOpen) this.kept();
      wasOpen = posture.open;
    });
  }

  /** A page was just kept from its tab: the browser takes up the listeners before the answer that keeps it. */
  kept(): void {
    this.#listen();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#posture.open && this.#stop(), LATEST);
  }

  #listen(): void {
    if (this.#listens) return;
    this.#listens = true;
    const filter = { urls: ["<all_urls>"], types: ["main_frame" as const] };
    browser.webRequest.onBeforeRedirect.addListener(this.#onTurned, filter);
    browser.webRequest.onErrorOccurred.addListener(this.#onFailed, filter);
  }

  #stop(): void {
    this.#listens = false;
    browser.webRequest.onBeforeRedirect.removeListener(this.#onTurned);
    browser.webRequest.onErrorOccurred.removeListener(this.#onFailed);
  }
}
