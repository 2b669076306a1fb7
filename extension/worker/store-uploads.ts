import browser, { type WebRequest } from "webextension-polyfill";
import { type Catalog, touchesStore } from "../../shared/catalog/recognize.ts";
import { storeScopes } from "../../shared/catalog/store-scopes.ts";
import { CANCEL, type Gate, PASS } from "./network.ts";

/** Chromium's name for where a request comes from; the polyfill knows Firefox's alone. */
interface Seen extends WebRequest.OnBeforeRequestDetailsType {
  readonly initiator?: string;
}

/** What scripts and forms send with; pictures, styles and media never raise the event. */
const SENDING = ["xmlhttprequest", "ping", "other", "main_frame", "sub_frame"] as const;

/**
 * Decides on uploads that pages of AI services make to object stores which serve the world. The browser's filter knows
 * no initiator, so calls of other pages are heard too: without their body, and let go at the first look. What listens
 * stays for good, since Firefox hands the call that woke the event page to the listener of the first turn, perhaps after
 * another catalog is in force, and lets it pass where that is gone. Gives what listens for the stores of such a catalog too.
 */
export function guardStores(catalog: () => Catalog, gate: Gate["call"]): () => void {
  const heard = new Set<string>();
  const hear = (): void => {
    const urls = storeScopes(catalog())
      .flatMap(({ patterns }) => patterns)
      .filter((pattern) => !heard.has(pattern));
    for (const url of urls) heard.add(url);
    if (urls.length > 0) listen(urls, (details) => answer(catalog(), gate, details)); // no addresses would be all
  };
  hear();
  return hear;
}

function listen(urls: string[], answered: (details: Seen) => WebRequest.BlockingResponse): void {
  const onRequest = (details: Seen): WebRequest.BlockingResponse => {
    try {
      return answered(details);
    } catch {
      return CANCEL; // the browser lets a call pass when its listener throws
    }
  };
  browser.webRequest.onBeforeRequest.addListener(onRequest, { urls, types: [...SENDING] }, ["blocking"]);
}

function answer(catalog: Catalog, gate: Gate["call"], details: Seen): WebRequest.BlockingResponse {
  const { url, method } = details;
  const from = details.initiator ?? details.originUrl;
  if (from === undefined || !touchesStore(catalog, url, method, from)) return PASS;
  return gate({ method, url, from, headers: null, body: { kind: "none" }, frames: [] }, details, catalog);
}
