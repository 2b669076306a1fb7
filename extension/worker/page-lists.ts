import { openNames, type NamesReader } from "../../shared/catalog/reply/names-reader.ts";
import { type Catalog, touches } from "../../shared/catalog/recognize.ts";
import type { FromHook } from "../../shared/wire/page.ts";
import { setNewest } from "./newest.ts";
import type { PageFrame } from "./page-frame.ts";
import type { Learning } from "./reply-listeners.ts";

/** Pages that are read at a time; of more, the oldest are no longer read. Each may hold as much as a list is long. */
const MOST = 16;
/** Characters below which a list that has not come to its end is not looked at. */
const FIRST_LOOK = 1_024;

interface Reading {
  /** Of the asking. */
  readonly n: number;
  readonly service: string;
  readonly reader: NamesReader;
  length: number;
  lookAt: number;
}

/**
 * Reads the lists by which services tell their own pages, in the page itself, what their model ids mean. Whether a page is
 * read at all is decided by its address, as the browser tells it, and the catalog's record; what it says is hearsay.
 */
export class PageLists {
  readonly #catalog: () => Catalog;
  readonly #learn: Learning["names"];
  readonly #readings = new Map<PageFrame, Reading>();
  #count = 0;

  constructor(catalog: () => Catalog, learn: Learning["names"]) {
    this.#catalog = catalog;
    this.#learn = learn;
  }

  /** Has the content script of a page that has come gather its scripts, where the page's service has a list in them. */
  ask(page: PageFrame): void {
    const url = page.url ?? "";
    const service = touches(this.#catalog(), url, "GET")?.service;
    const reader = service === undefined ? null : openNames(this.#catalog(), { service, method: "GET", url });
    if (service === undefined || reader === null || reader.pageKeys.length === 0) return;
    this.#count += 1;
    const n = this.#count;
    setNewest(this.#readings, page, { n, service, reader, length: 0, lookAt: FIRST_LOOK }, MOST);
    page.say({ type: "gather", n, keys: reader.pageKeys });
  }

  /**
   * Takes a text of a page that was asked. A page may go on for long after its list, so that is not waited for; each
   * look is at all that has come, so the next is due when it is twice as much, and the work stays linear.
   */
  take(page: PageFrame, { n, text, last }: FromHook & { type: "scripts" }): void {
    const reading = this.#readings.get(page);
    if (reading?.n !== n) return;
    const { service, reader } = reading;
    reader.take(text);
    reading.length += text.length;
    if (last) {
      this.#readings.delete(page);
      return this.#learn(service, reader.end());
    }
    if (reading.length < reading.lookAt) return;
    reading.lookAt = 2 * reading.length;
    this.#learn(service, reader.told());
  }

  /** The page is gone; nothing of it comes any more. */
  left(page: PageFrame): void {
    this.#readings.delete(page);
  }
}
