import browser, { type WebRequest } from "webextension-polyfill";
import { type Catalog, headerPatterns, touches } from "../../shared/catalog/recognize.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";
import { bodyOf } from "./request-body.ts";

/** Where a call comes from, as both network events tell it. */
export type Origin = Pick<WebRequest.OnBeforeRequestDetailsType, "requestId" | "tabId" | "type" | "url">;

/** What the listeners ask about each call; the answer goes to the browser as it is. */
export type Gate = (call: Call, from: Origin, catalog: Catalog) => WebRequest.BlockingResponse;

/** A body whose headers are still to come, and the catalog that said so: one call is judged by one edition. */
interface Held {
  readonly body: CallBody;
  readonly catalog: Catalog;
}

/** Bodies that wait for their headers; a page that floods only makes its own calls unreadable. */
const MOST_PENDING = 256;

export const PASS: WebRequest.BlockingResponse = {};
export const CANCEL: WebRequest.BlockingResponse = { cancel: true };
const LOST_BODY: CallBody = {
  kind: "unreadable",
  why: "The worker started between the two events of this request.",
};

/**
 * Registers the network listeners, which must happen in the worker's first turn: a listener that comes later misses
 * the request that woke the worker. Each is wrapped so that a throw cancels, since the browser lets a call pass when
 * its listener throws. Gives what listens for another catalog instead, from the same turn on.
 */
export function guardNetwork(
  catalog: Catalog,
  urls: readonly string[],
  gate: Gate,
): (next: Catalog, urls: readonly string[]) => void {
  const pending = new Map<string, Held>();
  let before = catalog;
  let stop = listen(pending, catalog, urls, headerPatterns(catalog), gate);
  return (next, wider) => {
    // New listeners come before the old ones go, and hear the headers of bodies that the old ones hold: no gap.
    const headerUrls = [...new Set([...headerPatterns(before), ...headerPatterns(next)])];
    const stopNext = listen(pending, next, wider, headerUrls, gate);
    stop();
    stop = stopNext;
    before = next;
  };
}

/** Registers a pair of listeners for one catalog; gives what removes them. */
function listen(
  pending: Map<string, Held>,
  catalog: Catalog,
  urls: readonly string[],
  headerUrls: readonly string[],
  gate: Gate,
): () => void {
  const onRequest = failClosed((details: WebRequest.OnBeforeRequestDetailsType) => {
    const touched = touches(catalog, details.url, details.method);
    if (touched === null) return PASS;
    const body = bodyOf(details.method, details.requestBody);
    if (touched.readsHeaders) return hold(pending, details.requestId, { body, catalog });
    return gate(callOf(details, null, body), details, catalog);
  });
  const onHeaders = failClosed((details: WebRequest.OnBeforeSendHeadersDetailsType) => {
    const held = pending.get(details.requestId);
    if (held === undefined && touches(catalog, details.url, details.method)?.readsHeaders !== true)
      return PASS;
    pending.delete(details.requestId);
    const call = callOf(details, headersOf(details.requestHeaders), held?.body ?? LOST_BODY);
    return gate(call, details, held?.catalog ?? catalog);
  });
  const { onBeforeRequest, onBeforeSendHeaders } = browser.webRequest;
  onBeforeRequest.addListener(onRequest, { urls: [...urls] }, ["blocking", "requestBody"]);
  onBeforeSendHeaders.addListener(onHeaders, { urls: [...headerUrls] }, ["blocking", "requestHeaders"]);
  return () => {
    onBeforeRequest.removeListener(onRequest);
    onBeforeSendHeaders.removeListener(onHeaders);
  };
}

/** What becomes of pages that are asked for where AI services are. */
export interface Navigations {
  readonly asked: (from: Origin) => void;
  readonly turned: (from: Origin, to: string) => void;
  readonly failed: (from: Origin) => void;
}

/** Tells of pages, whatever the decision about them was; decides nothing. Gives what ends it. */
export function watchNavigations(
  urls: readonly string[],
  { asked, turned, failed }: Navigations,
): () => void {
  const { onBeforeRequest, onBeforeRedirect, onErrorOccurred } = browser.webRequest;
  const filter = { urls: [...urls], types: ["main_frame" as const] };
  // Closures of this call alone: the same function registered twice would be one listener, and removed as one.
  const onAsked = (from: Origin): undefined => {
    asked(from);
    return undefined;
  };
  const onTurned = (from: Origin & { readonly redirectUrl: string }): void => turned(from, from.redirectUrl);
  const onFailed = (from: Origin): void => failed(from);
  onBeforeRequest.addListener(onAsked, filter);
  onBeforeRedirect.addListener(onTurned, filter);
  onErrorOccurred.addListener(onFailed, filter);
  return () => {
    onBeforeRequest.removeListener(onAsked);
    onBeforeRedirect.removeListener(onTurned);
    onErrorOccurred.removeListener(onFailed);
  };
}

/** A listener that cancels where the given one throws. */
function failClosed<D>(
  listener: (details: D) => WebRequest.BlockingResponse,
): (details: D) => WebRequest.BlockingResponse {
  return (details) => {
    try {
      return listener(details);
    } catch {
      return CANCEL;
    }
  };
}

function hold(pending: Map<string, Held>, id: string, held: Held): WebRequest.BlockingResponse {
  if (pending.size >= MOST_PENDING) {
    for (const oldest of pending.keys()) {
      pending.delete(oldest);
      break;
    }
  }
  pending.set(id, held);
  return PASS;
}

function callOf(details: { method: string; url: string }, headers: Call["headers"], body: CallBody): Call {
  return { method: details.method, url: details.url, headers, body, frames: [] };
}

function headersOf(headers: WebRequest.HttpHeaders | undefined): Record<string, string> {
  const named: Record<string, string> = Object.create(null);
  for (const { name, value } of headers ?? []) if (value !== undefined) named[name.toLowerCase()] = value;
  return named;
}
