import type { BrowserName } from "../tested/tested.ts";
import type { MatrixCase } from "./cases.ts";

/** What the extension cannot do for a case: let an allowed call pass, or stop a forbidden one. */
export interface Limit {
  readonly side: "allowed" | "forbidden";
  readonly reason: string;
}

const NO_HOOK =
  "The network event does not show this body, and no hook runs here to read it: what cannot be read is stopped, whatever its model.";
const NO_HOOK_FOR_FRAMES =
  "No hook runs here, so nobody could see what goes over the socket: it is refused, whatever its model.";

const BEHIND_WORKER =
  "The request comes from the page's service worker, which may send another body under the same nonce: what cannot be read is stopped, whatever its model.";
const LEAVING =
  "The page goes away before the hook has read the body: what cannot be read is stopped, whatever its model.";
const FILE_FOR_FIELD =
  "The network event gives a file's name in place of its content, and no hook runs here to read it: a service that reads a file as a field would find another model in it than is seen.";
const WRITTEN_BY_PAGE =
  "The network event gives a file's name in place of its content, and the hook reads forms, not texts that a page writes as one: a service that reads a file as a field would find another model in it than is seen.";
const NO_EVENT =
  "Sockets of shared workers and of a page's service worker raise no event and match no rule: the agent's proxy closes them, whatever their model.";

const STREAM_AS_WORDS =
  'Firefox sends the words "[object ReadableStream]" in place of a stream, which name no model: they are stopped.';
const CUT_SHORT =
  "Firefox shows 16 MiB of a body to an extension, and the model could be named after that: it is stopped, whatever its model.";
const FIREFOX_SHOWS = 16_777_216;

const NOW_AND_THEN = "The browser sends it now and then, as it sees fit.";
const NOT_IN_FIREFOX = "Firefox has no such way to send.";
const MISSING = /^(?:fetchLater|WebSocketStream|prerender)$/;

const HIDDEN = /^(?:Blob|File|stream|gzipped Blob|gzipped stream)|with a file|in a file|field and file/;

/** What is known not to work for a case; null: everything must. */
export function expectedLimit(one: MatrixCase, browser: BrowserName): Limit | null {
  if (one.where === "file in a text of parts") return { side: "forbidden", reason: WRITTEN_BY_PAGE };
  return browser === "chromium" ? limitInChromium(one) : limitInFirefox(one);
}

/** Why a case may not be sent at all, even without the extension; null: it always is. */
export function absence({ realm, transport }: MatrixCase, browser: BrowserName): string | null {
  if (realm === "page that is left" && transport === "fetch") return NOW_AND_THEN;
  if (browser === "firefox" && MISSING.test(transport)) return NOT_IN_FIREFOX;
  return transport === "prerender" ? NOW_AND_THEN : null;
}

function limitInChromium({ page, realm, transport, form, where }: MatrixCase): Limit | null {
  const hasHook = runsHook(page, realm) && !["WebSocketStream", "fetchLater"].includes(transport);
  if (realm === "page that is left" && HIDDEN.test(form)) return { side: "allowed", reason: LEAVING };
  if (hasHook) return null;
  const behind = realm === "page behind a service worker";
  if (/shared worker|service worker of/.test(realm) && transport.startsWith("WebSocket"))
    return { side: "allowed", reason: NO_EVENT };
  if (behind && transport.startsWith("WebSocket")) return null; // sockets do not go through it
  if (/in a file|field and file/.test(form)) return { side: "forbidden", reason: FILE_FOR_FIELD };
  if (/with a file in memory/.test(form)) return null; // the event shows its fields
  if (transport.startsWith("WebSocket")) return { side: "allowed", reason: NO_HOOK_FOR_FRAMES };
  const hidden = HIDDEN.test(form) || transport.startsWith("PATCH");
  const matters = !/\bURL\b/.test(where);
  if (!hidden || !matters) return null;
  return { side: "allowed", reason: behind ? BEHIND_WORKER : NO_HOOK };
}

function runsHook(page: MatrixCase["page"], realm: MatrixCase["realm"]): boolean {
  if (realm === "frame of a service in a neutral page") return true;
  if (page === "neutral" || page === "over http") return false;
  // A frame of javascript: that makes no document stays in the empty one that it began with, where no script is put.
  if (/worker|taken at once|javascript:/.test(realm)) return false;
  // The page holds the window of such a frame before the hook does, so the hook is not believed there.
  return !/^frame (?:of srcdoc|of blob:|of the same site|in a frame)$/.test(realm);
}

function limitInFirefox({ page, realm, transport, form, pad }: MatrixCase): Limit | null {
  if (form.endsWith("stream")) return { side: "allowed", reason: STREAM_AS_WORDS };
  if (pad > FIREFOX_SHOWS) return { side: "allowed", reason: CUT_SHORT };
  if (runsHook(page, realm) || realm === "page behind a service worker") return null;
  if (/in a file|field and file/.test(form)) return { side: "forbidden", reason: FILE_FOR_FIELD };
  return transport.startsWith("WebSocket") ? { side: "allowed", reason: NO_HOOK_FOR_FRAMES } : null;
}
