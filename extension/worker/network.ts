import browser, { type WebRequest } from "webextension-polyfill";
import { type Catalog, headerPatterns, touches } from "../../shared/catalog/recognize.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";
import { bodyOf } from "./request-body.ts";

/** Where a call comes from, as both network events tell it. */
export type Origin = Pick<WebRequest.OnBeforeRequestDetailsType, "requestId" | "tabId" | "type" | "url">;

/** What the listeners ask about each call; the answer goes to the browser as it is. */
export type Gate = (call: Call, from: Origin) => WebRequest.BlockingResponse;

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
 * its listener throws.
 */
export function guardNetwork(catalog: Catalog, urls: string[], gate: Gate): void {
  const pending = new Map<string, CallBody>();
  browser.webRequest.onBeforeRequest.addListener(
    failClosed((details) => {
      const touched = touches(catalog, details.url, details.method);
      if (touched === null) return PASS;
      const body = bodyOf(details.method, details.requestBody);
      if (touched.readsHeaders) return hold(pending, details.requestId, body);
      return gate(callOf(details, null, body), details);
    }),
    { urls },
    ["blocking", "requestBody"],
  );

  browser.webRequest.onBeforeSendHeaders.addListener(
    failClosed((details) => {
      if (touches(catalog, details.url, details.method)?.readsHeaders !== true) return PASS;
      const body = pending.get(details.requestId) ?? LOST_BODY;
      pending.delete(details.requestId);
      return gate(callOf(details, headersOf(details.requestHeaders), body), details);
    }),
    { urls: headerPatterns(catalog) },
    ["blocking", "requestHeaders"],
  );
}

/** What becomes of pages that are asked for where AI services are. */
export interface Navigations {
  readonly asked: (from: Origin) => void;
  readonly turned: (from: Origin, to: string) => void;
  readonly failed: (from: Origin) => void;
}

/** Tells of pages, whatever the decision about them was; decides nothing. */
export function watchNavigations(urls: string[], { asked, turned, failed }: Navigations): void {
  const filter = { urls, types: ["main_frame" as const] };
  browser.webRequest.onBeforeRequest.addListener(asked, filter);
  browser.webRequest.onBeforeRedirect.addListener((from) => turned(from, from.redirectUrl), filter);
  browser.webRequest.onErrorOccurred.addListener(failed, filter);
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

function hold(pending: Map<string, CallBody>, id: string, body: CallBody): WebRequest.BlockingResponse {
  if (pending.size >= MOST_PENDING) {
    for (const oldest of pending.keys()) {
      pending.delete(oldest);
      break;
    }
  }
  pending.set(id, body);
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
