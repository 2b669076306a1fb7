import browser, { type WebRequest } from "webextension-polyfill";
import { type Catalog, framePatterns, headerPatterns, touches } from "../../shared/catalog/recognize.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";
import type { Sender } from "./bindings.ts";
import type { Handshake } from "./handshakes.ts";
import { unmarked } from "./mark.ts";
import { bodyOf } from "./request-body.ts";

/** Where a call comes from, as the network events tell it; its address is without the hook's mark. */
export type Origin = Pick<WebRequest.OnBeforeRequestDetailsType, "tabId" | "frameId" | "type" | "url">;

/** What the listeners ask; each answer goes to the browser as it is. */
export interface Gate {
  readonly call: (call: Call, from: Origin) => WebRequest.BlockingResponse;
  /** The body that the hook bound to this nonce; null: none. */
  readonly bound: (nonce: string, of: Sender) => CallBody | null;
  /** A socket whose frames matter wants to be opened. */
  readonly handshake: (at: Handshake) => WebRequest.BlockingResponse;
  /** The service has agreed to such a socket. */
  readonly opened: (at: Handshake) => WebRequest.BlockingResponse;
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
 * its listener throws.
 */
export function guardNetwork(catalog: Catalog, urls: string[], gate: Gate): void {
  const pending = new Map<string, CallBody>();
  browser.webRequest.onBeforeRequest.addListener(
    failClosed((seen) => {
      const details = withoutMark(seen);
      const touched = touches(catalog, details.url, details.method);
      if (touched === null) return PASS;
      if (touched.readsFrames) return gate.handshake(details);
      const body = bodyFor(details, seen, gate);
      if (touched.readsHeaders) return hold(pending, details.requestId, body);
      return gate.call(callOf(details, null, body), details);
    }),
    { urls },
    ["blocking", "requestBody"],
  );

  browser.webRequest.onBeforeSendHeaders.addListener(
    failClosed((seen) => {
      const details = withoutMark(seen);
      if (touches(catalog, details.url, details.method)?.readsHeaders !== true) return PASS;
      const body = pending.get(details.requestId) ?? LOST_BODY;
      pending.delete(details.requestId);
      return gate.call(callOf(details, headersOf(seen.requestHeaders), body), details);
    }),
    { urls: headerPatterns(catalog) },
    ["blocking", "requestHeaders"],
  );

  browser.webRequest.onHeadersReceived.addListener(
    failClosed((seen) => {
      const details = withoutMark(seen);
      return touches(catalog, details.url, details.method)?.readsFrames === true
        ? gate.opened(details)
        : PASS;
    }),
    { urls: framePatterns(catalog), types: ["websocket"] },
    ["blocking"],
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

/** What both network events and the hook's mark tell of a request. */
interface Marked extends Handshake {
  readonly method: string;
}

function withoutMark(seen: Omit<Marked, "nonce">): Marked {
  const { requestId, tabId, frameId, type, method } = seen;
  const { url, nonce } = unmarked(seen.url);
  // A WebTransport session is a socket to us, under the address of one.
  if ((type as string) !== "webtransport") return { requestId, tabId, frameId, type, method, url, nonce };
  return { requestId, tabId, frameId, type, method: "GET", url: url.replace(/^https:/, "wss:"), nonce };
}

/** The event's word counts wherever it shows the body; only what it cannot show is asked of the hook. */
function bodyFor(
  { method, nonce, tabId, frameId, url }: Marked,
  { requestBody }: WebRequest.OnBeforeRequestDetailsType,
  gate: Gate,
): CallBody {
  const shown = bodyOf(method, requestBody);
  const bound = nonce === null ? null : gate.bound(nonce, { tab: tabId, frame: frameId, method, url });
  return shown.kind === "unreadable" ? (bound ?? shown) : shown;
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
