import browser, { type WebRequest } from "webextension-polyfill";
import {
  type Catalog,
  framePatterns,
  headerPatterns,
  spellingPatterns,
  touches,
} from "../../shared/catalog/recognize.ts";
import { isLetThrough } from "../../shared/catalog/pattern-match.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";
import { RULE_TAKER } from "./baseline.ts";
import type { Sender } from "./bindings.ts";
import { FirstAnswer } from "./first-answer.ts";
import type { Handshake } from "./handshakes.ts";
import { unmarked } from "./mark.ts";
import { setNewest } from "./newest.ts";
import type { Patience } from "./patience.ts";
import { bodyOf, withFilesRead } from "./request-body.ts";

/** Where a call comes from, as the network events tell it; its address is without the hook's mark. */
export type Origin = Pick<
  WebRequest.OnBeforeRequestDetailsType,
  "requestId" | "tabId" | "frameId" | "type" | "url"
>;

/** What the listeners ask; each answer goes to the browser as it is. */
export interface Gate {
  readonly call: (call: Call, from: Origin, catalog: Catalog) => WebRequest.BlockingResponse;
  /** The body that the hook bound to this nonce; null: none. */
  readonly bound: (nonce: string, of: Sender) => CallBody | null;
  /** A socket whose frames matter wants to be opened. */
  readonly handshake: (at: Handshake, catalog: Catalog) => WebRequest.BlockingResponse;
  /**
   * Such a socket was answered: by the service, or by a proxy that asks who is there (407), after which Chromium tells
   * of no other answer. Before any frame in either case.
   */
  readonly opened: (at: Handshake, catalog: Catalog) => WebRequest.BlockingResponse;
  /** A page is asked for; said at once, before anything is decided. */
  readonly navigates: (from: Origin) => void;
}

type Answer = WebRequest.BlockingResponse;

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
const OTHER_LETTERS: CallBody = {
  kind: "unreadable",
  why: "Its address is not written as the service writes it.",
};
/** What can carry a prompt; the pictures and scripts of a page pass. */
const CALL_TYPES: WebRequest.ResourceType[] = [
  ...(["main_frame", "sub_frame", "object", "xmlhttprequest", "ping", "websocket", "other"] as const),
  ...(RULE_TAKER === "firefox" ? (["beacon"] as const) : []),
];

/**
 * Registers the network listeners, which must happen in the worker's first turn: a listener that comes later misses
 * the request that woke the worker. Each is wrapped so that a throw cancels, since the browser lets a call pass when
 * its listener throws. With `patience` they answer by a promise until there is something to decide from, and those of
 * the first turn stay for good. Gives what listens for another catalog instead, from the same turn on.
 */
export function guardNetwork(
  catalog: Catalog,
  urls: readonly string[],
  gate: Gate,
  patience: Patience | null = null,
): (next: Catalog, urls: readonly string[]) => void {
  const shared: Listening = {
    pending: new Map(),
    gate,
    patience,
    first: patience === null ? null : new FirstAnswer(),
    catalog: () => now,
  };
  let now = catalog;
  let stop = listen(shared, heardOf([catalog], urls));
  // Firefox hands the call that woke the event page to these, perhaps later than another catalog is in force, and lets
  // it pass where they are gone by then.
  if (patience !== null) stop = () => undefined;
  return (next, wider) => {
    // New listeners come before the old ones go, and hear what the old ones have begun: no gap.
    const stopNext = listen(shared, heardOf([now, next], wider));
    stop();
    stop = stopNext;
    now = next;
  };
}

/** What the listeners of all catalogs have in common. */
interface Listening {
  readonly pending: Map<string, Held>;
  readonly gate: Gate;
  readonly patience: Patience | null;
  /** Where two listeners may hear one event. */
  readonly first: FirstAnswer | null;
  /** The one in force. */
  readonly catalog: () => Catalog;
}

/** Which addresses each of the listeners hears of. */
interface Heard {
  readonly urls: readonly string[];
  readonly headers: readonly string[];
  readonly frames: readonly string[];
  /** What `urls` has, written otherwise. */
  readonly escaped: readonly string[];
  readonly letters: readonly string[];
}

function heardOf(catalogs: readonly Catalog[], urls: readonly string[]): Heard {
  const all = (patterns: (catalog: Catalog) => readonly string[]) => [...new Set(catalogs.flatMap(patterns))];
  return {
    urls,
    headers: all(headerPatterns),
    frames: all(framePatterns),
    escaped: all((catalog) => spellingPatterns(catalog).escaped),
    letters: all((catalog) => spellingPatterns(catalog).letters),
  };
}

/** Registers the listeners for what one catalog listens to; gives what removes them. */
function listen(shared: Listening, heard: Heard): () => void {
  const { pending, gate } = shared;
  const decide = failClosed(shared, "request", (seen: WebRequest.OnBeforeRequestDetailsType) => {
    const catalog = shared.catalog();
    const details = withoutMark(seen);
    const touched = touches(catalog, details.url, details.method);
    if (touched === null) return PASS;
    if (touched.readsFrames) return gate.handshake(details, catalog);
    const body = bodyFor(details, seen, gate);
    if (touched.readsHeaders) return hold(pending, details.requestId, { body, catalog });
    return gate.call(callOf(details, null, body), details, catalog);
  });
  // Not by a listener of its own: the browser would go through all addresses once more for each request.
  const onRequest = orCancel((seen: WebRequest.OnBeforeRequestDetailsType) => {
    if (seen.type === "main_frame") gate.navigates(seen);
    return decide(seen);
  });
  const onHeaders = failClosed(shared, "headers", (seen: WebRequest.OnBeforeSendHeadersDetailsType) => {
    const catalog = shared.catalog();
    const details = withoutMark(seen);
    const held = pending.get(details.requestId);
    if (held === undefined && touches(catalog, details.url, details.method)?.readsHeaders !== true)
      return PASS;
    pending.delete(details.requestId);
    const call = callOf(details, headersOf(seen.requestHeaders), held?.body ?? LOST_BODY);
    return gate.call(call, details, held?.catalog ?? catalog);
  });
  const onOpened = failClosed(shared, "opened", (seen: WebRequest.OnHeadersReceivedDetailsType) => {
    const catalog = shared.catalog();
    const details = withoutMark(seen);
    const isOurs = touches(catalog, details.url, details.method)?.readsFrames === true;
    return isOurs ? gate.opened(details, catalog) : PASS;
  });
  const { onEscaped, onLetters } = otherwise(shared, heard);
  const { onBeforeRequest, onBeforeSendHeaders, onHeadersReceived } = browser.webRequest;
  const sockets = { urls: [...heard.frames], types: ["websocket" as const] };
  onBeforeRequest.addListener(onRequest, { urls: [...heard.urls] }, ["blocking", "requestBody"]);
  // With no address in its filter a listener would hear everything.
  const { escaped, letters } = heard;
  if (escaped.length > 0)
    onBeforeRequest.addListener(onEscaped, { urls: [...escaped] }, ["blocking", "requestBody"]);
  if (letters.length > 0)
    onBeforeRequest.addListener(onLetters, { urls: [...letters], types: CALL_TYPES }, ["blocking"]);
  onBeforeSendHeaders.addListener(onHeaders, { urls: [...heard.headers] }, ["blocking", "requestHeaders"]);
  onHeadersReceived.addListener(onOpened, sockets, ["blocking"]);
  return () => {
    onBeforeRequest.removeListener(onRequest);
    onBeforeRequest.removeListener(onEscaped);
    onBeforeRequest.removeListener(onLetters);
    onBeforeSendHeaders.removeListener(onHeaders);
    onHeadersReceived.removeListener(onOpened);
  };
}

/**
 * What listens to calls whose address is not written as the catalog has it, each to what no other hears. Of letters
 * nobody reads the body: whole pages of such a host would pay for it.
 */
function otherwise(
  shared: Listening,
  { urls }: Heard,
): Record<
  "onEscaped" | "onLetters",
  (seen: WebRequest.OnBeforeRequestDetailsType) => Answer | Promise<Answer>
> {
  const { gate } = shared;
  const listenerTo = (stage: "escaped" | "letters") =>
    failClosed(shared, stage, (seen: WebRequest.OnBeforeRequestDetailsType) => {
      const catalog = shared.catalog();
      const details = withoutMark(seen);
      const isOurs = isEscaped(details.url) === (stage === "escaped");
      if (!isOurs || touches(catalog, details.url, details.method) === null) return PASS;
      if (isLetThrough(urls, details.url)) return PASS;
      const body = stage === "escaped" ? bodyFor(details, seen, gate) : unreadBody(details.method);
      return gate.call(callOf(details, null, body), details, catalog);
    });
  return { onEscaped: listenerTo("escaped"), onLetters: listenerTo("letters") };
}

/** By what a pattern compares: neither by the name of a user nor by a fragment. */
function isEscaped(url: string): boolean {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`.includes("%");
}

function unreadBody(method: string): CallBody {
  return method === "GET" || method === "HEAD" ? { kind: "none" } : OTHER_LETTERS;
}

/**
 * A listener that cancels where the given one throws; where there is patience it waits for the clearance, and one event
 * is answered once.
 */
function failClosed<D extends { readonly requestId: string; readonly method: string; readonly url: string }>(
  { patience, first }: Listening,
  stage: string,
  listener: (details: D) => Answer,
): (details: D) => Answer | Promise<Answer> {
  const closed = orCancel(listener);
  return (details) => {
    const answer = (): Answer => closed(details);
    if (patience === null || first === null) return answer();
    const { requestId, method, url } = details;
    return first.of(`${stage} ${requestId} ${method} ${url}`, () => patience.answer(answer));
  };
}

function orCancel<D, A extends Answer | Promise<Answer>>(
  listener: (details: D) => A,
): (details: D) => A | Answer {
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
  if (shown.kind === "unreadable") return bound ?? shown;
  // The event gives a file's name in place of what is in it: where a service may read either, both count.
  const read = shown.kind === "form" && bound?.kind === "bytes" ? withFilesRead(shown, bound.bytes) : shown;
  // What hook and page tell of the files besides is for the record, which no decision hangs on.
  const isNamed = bound !== null && "files" in bound && read.kind !== "none";
  return isNamed ? { ...read, files: bound.files ?? [] } : read;
}

function hold(pending: Map<string, Held>, id: string, held: Held): WebRequest.BlockingResponse {
  setNewest(pending, id, held, MOST_PENDING);
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
