import browser, { type Tabs } from "webextension-polyfill";
import { BLOCKED_PAGE } from "./blocked-page.ts";

/** How often a tab is led at most, and how long the page may take to be heard of once the tab is at rest (milliseconds). */
const TRIES = 3;
const SETTLED = 300;

/**
 * Leads tabs to the blocked page and sees to it that they get there: Firefox may end the load that was refused after the
 * one to our page has begun, and ends that with it. The tab is empty then, and is led once more.
 */
export class BlockedTabs {
  readonly #left = new Map<number, number>();

  lead(tab: number): void {
    if (this.#left.size === 0) browser.tabs.onUpdated.addListener(this.#onUpdated);
    this.#left.set(tab, TRIES);
    this.#go(tab);
  }

  /** The page is there, or the tab is gone. */
  arrived(tab: number): void {
    if (this.#left.delete(tab) && this.#left.size === 0)
      browser.tabs.onUpdated.removeListener(this.#onUpdated);
  }

  #go(tab: number): void {
    const left = this.#left.get(tab) ?? 0;
    if (left === 0) return this.arrived(tab);
    this.#left.set(tab, left - 1);
    browser.tabs.update(tab, { url: BLOCKED_PAGE }).catch(() => this.arrived(tab));
  }

  readonly #onUpdated = (tab: number, { status }: Tabs.OnUpdatedChangeInfoType): void => {
    if (status === "complete" && this.#left.has(tab)) setTimeout(() => void this.#again(tab), SETTLED);
  };

  /** A tab that shows another page by now is where the person wants it. */
  async #again(tab: number): Promise<void> {
    if (!this.#left.has(tab)) return;
    const { status, url = "about:blank" } = await browser.tabs
      .get(tab)
      .catch(() => ({ status: "gone" }) as Tabs.Tab);
    if (status === "loading" || !this.#left.has(tab)) return;
    if (status === "complete" && url === "about:blank") this.#go(tab);
    else this.arrived(tab);
  }
}
