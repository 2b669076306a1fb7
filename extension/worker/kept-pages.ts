import browser from "webextension-polyfill";
import type { Origin } from "./network.ts";
import type { Posture } from "./posture.ts";

/** What becomes of pages that are asked for. */
export interface Fates {
  readonly turned: (from: Origin, to: string) => void;
  readonly failed: (from: Origin) => void;
}

/** Tells what becomes of pages at these addresses, whatever the decision about them was. Gives what ends it. */
export function watchFates(urls: readonly string[], { turned, failed }: Fates): () => void {
  const { onBeforeRedirect, onErrorOccurred } = browser.webRequest;
  const filter = { urls: [...urls], types: ["main_frame" as const] };
  // Closures of this call alone: the same function registered twice would be one listener, and removed as one.
  const onTurned = (from: Origin & { readonly redirectUrl: string }): void => turned(from, from.redirectUrl);
  const onFailed = (from: Origin): void => failed(from);
  onBeforeRedirect.addListener(onTurned, filter);
  onErrorOccurred.addListener(onFailed, filter);
  return () => {
    onBeforeRedirect.removeListener(onTurned);
    onErrorOccurred.removeListener(onFailed);
  };
}

/** How long the fate of a page that was kept from its tab may take to be told, in milliseconds; it takes a few. */
const LATEST = 10_000;

/**
 * Watches, in Chromium, from the worker's first turn until the baseline is lifted, and again for a moment after each page
 * that is kept from its tab. Not for good: whatever its event, Chromium compares the address of each request with each
 * address of a listener's. It takes up a listener before the answer that was given after it; Firefox does not.
 */
export class KeptPages {
  readonly #posture: Posture;
  readonly #fates: Fates;
  #end: (() => void) | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(posture: Posture, fates: Fates) {
    this.#posture = posture;
    this.#fates = fates;
    this.kept();
    let wasOpen = false;
    posture.watch(() => {
      if (posture.open !== wasOpen) this.kept();
      wasOpen = posture.open;
    });
  }

  /** A page was just kept from its tab. */
  kept(): void {
    this.#end ??= watchFates(["<all_urls>"], this.#fates);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#restWhereOpen(), LATEST);
  }

  #restWhereOpen(): void {
    if (!this.#posture.open) return;
    this.#end?.();
    this.#end = null;
  }
}
