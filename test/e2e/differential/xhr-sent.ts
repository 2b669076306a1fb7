import { handle, HERE, inWords, next, notes } from "./behavior.ts";

/** The events of a request. */
export const EVENTS = [
  "readystatechange",
  "loadstart",
  "progress",
  "abort",
  "error",
  "load",
  "timeout",
  "loadend",
];

/** A request and what is done with it. */
export interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly type?: XMLHttpRequestResponseType;
  readonly body?: XMLHttpRequestBodyInit | Document | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Done to the request once it is opened. */
  readonly before?: (xhr: XMLHttpRequest) => void;
  /** Done once it is sent. */
  readonly after?: (xhr: XMLHttpRequest) => void;
  /** Whether all progress counts. */
  readonly progress?: boolean;
}

/** All that a page sees of one request: its events with the state at each, and what it can read at the end. */
export async function sent({
  method = "GET",
  url = `${HERE}/echo`,
  type = "",
  body = null,
  headers = {},
  before,
  after,
  progress = false,
}: Sent): Promise<unknown> {
  const xhr = new XMLHttpRequest();
  const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState} ${xhr.status}`);
  const handled: string[] = [];
  for (const name of ["onload", "onerror", "onabort"] as const) handle(xhr, name, () => handled.push(name));
  try {
    xhr.open(method, url);
    xhr.responseType = type;
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    before?.(xhr);
    const end = next(xhr, "loadend");
    xhr.send(body);
    after?.(xhr);
    await end;
  } catch (cause) {
    return [inWords(cause), seen, xhr.readyState];
  }
  await Promise.resolve();
  return [once(seen, progress), handled, read(xhr)];
}

/** How often pieces arrive is the network's business: repeated progress is one. */
function once(seen: readonly string[], all: boolean): readonly string[] {
  const repeats = (event: string, index: number): boolean =>
    event.startsWith("progress 4") || event === seen[index - 1] || event === seen[index - 2];
  return all ? seen : seen.filter((event, index) => !repeats(event, index));
}

/** What work gives, or its error in words. */
function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    return inWords(cause);
  }
}

/** All that can be read of a request. */
export function read(xhr: XMLHttpRequest): unknown {
  const { readyState, status, statusText, responseURL, responseType, withCredentials, timeout } = xhr;
  const headers = xhr.getAllResponseHeaders().replace(/date: .*\r\n/, "");
  return {
    state: [readyState, status, statusText, responseURL, responseType, withCredentials, timeout],
    headers,
    text: attempt(() => steady(xhr.responseText)),
    response: attempt(() =>
      typeof xhr.response === "object" && xhr.response !== null
        ? Object.prototype.toString.call(xhr.response)
        : steady(String(xhr.response)),
    ),
    xml: attempt(() => xhr.responseXML?.documentElement.outerHTML ?? null),
    header: xhr.getResponseHeader("Content-Type"),
    none: xhr.getResponseHeader("x-none"),
    own: Reflect.ownKeys(xhr).map(String),
  };
}

function steady(text: string): string {
  return text.length > 2_000
    ? `${text.length} characters`
    : text.replaceAll(/WebKitFormBoundary\w+/g, "BOUNDARY");
}
