import { type Behaviors, CLOSED, HERE, inWords, next, notes, THERE } from "./behavior.ts";
import { BODIES } from "./bodies.ts";

const EVENTS = ["readystatechange", "loadstart", "progress", "abort", "error", "load", "timeout", "loadend"];

interface Sent {
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
async function sent({
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
  xhr.onload = () => void handled.push("onload");
  xhr.onerror = () => void handled.push("onerror");
  xhr.onabort = () => void handled.push("onabort");
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

function read(xhr: XMLHttpRequest): unknown {
  const attempt = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (cause) {
      return inWords(cause);
    }
  };
  const { readyState, status, statusText, responseURL, responseType, withCredentials, timeout } = xhr;
  const headers = xhr.getAllResponseHeaders().replace(/date: .*\r\n/, "");
  return {
    ...{ readyState, status, statusText, responseURL, responseType, withCredentials, timeout, headers },
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

const each = <T>(values: readonly T[], name: (value: T) => string, what: (value: T) => Sent): Behaviors =>
  Object.fromEntries(values.map((value) => [`xhr: ${name(value)}`, () => sent(what(value))]));

const bodyNames = Object.keys(BODIES);
const body = (name: string): XMLHttpRequestBodyInit => (BODIES[name] as () => XMLHttpRequestBodyInit)();
const TYPES: readonly XMLHttpRequestResponseType[] = ["", "text", "json", "arraybuffer", "blob", "document"];

const PLAIN: Behaviors = {
  ...each(
    bodyNames,
    (name) => `POST of ${name}`,
    (name) => ({ method: "POST", body: body(name) }),
  ),
  ...each(
    bodyNames,
    (name) => `PATCH of ${name}`,
    (name) => ({ method: "PATCH", body: body(name) }),
  ),
  ...each(
    bodyNames,
    (name) => `POST of ${name} under a content type`,
    (name) => ({ method: "POST", body: body(name), headers: { "Content-Type": "application/x-mine" } }),
  ),
  ...each(
    ["GET", "get", "HEAD", "PUT", "DELETE", "OPTIONS", "OWN", "TRACE", "a b"],
    (method) => `method ${method}`,
    (method) => ({ method }),
  ),
  ...each(
    TYPES,
    (type) => `JSON as ${type || "default"}`,
    (type) => ({ type, url: `${HERE}/json` }),
  ),
  ...each(
    TYPES,
    (type) => `XML as ${type || "default"}`,
    (type) => ({ type, url: `${HERE}/xml` }),
  ),
  ...each(
    TYPES,
    (type) => `a failure as ${type || "default"}`,
    (type) => ({ type, url: CLOSED }),
  ),
  ...each(
    [204, 301, 403, 404, 500],
    (code) => `status ${code}`,
    (code) => ({ url: `${HERE}/status?code=${code}` }),
  ),
  ...each(
    [301, 303, 307],
    (code) => `redirected with ${code}`,
    (code) => ({ method: "POST", body: "b", url: `${HERE}/redirect?code=${code}&to=/lab/echo` }),
  ),
  "xhr: broken JSON": () => sent({ type: "json", url: `${HERE}/broken-json` }),
  "xhr: a document as body": () =>
    sent({ method: "POST", body: new DOMParser().parseFromString("<p>a</p>", "text/html") }),
  "xhr: another origin": () => sent({ url: `${THERE}/headers` }),
  "xhr: another origin with credentials": () =>
    sent({ url: `${THERE}/headers`, before: (xhr) => void (xhr.withCredentials = true) }),
  "xhr: an origin that lets nobody read": () => sent({ url: CLOSED }),
  "xhr: posting to an origin that lets nobody read": () => sent({ url: CLOSED, method: "POST", body: "b" }),
  "xhr: a Blob to an origin that lets nobody read": () =>
    sent({ url: CLOSED, method: "POST", body: new Blob(["b"]) }),
  "xhr: nobody there": () => sent({ url: "https://127.0.0.1:1/" }),
  "xhr: an address that is none": () => sent({ url: "https://" }),
  "xhr: a data address": () => sent({ url: "data:text/plain,hello" }),
  "xhr: a stream": () => sent({ url: `${HERE}/stream` }),
  "xhr: much": () => sent({ url: `${HERE}/big?size=300000` }),
  "xhr: another type of reply": () =>
    sent({ url: `${HERE}/json`, before: (xhr) => xhr.overrideMimeType("text/plain; charset=utf-16le") }),
  "xhr: a forbidden header": () => sent({ headers: { Host: "x", "X-One": "1" } }),
  "xhr: a header twice": () =>
    sent({ before: (xhr) => (xhr.setRequestHeader("X-One", "1"), xhr.setRequestHeader("x-one", "2")) }),
  "xhr: a header that is none": () => sent({ headers: { "x y": "1" } }),
  "xhr: user and password": () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/echo`, false, "u", "p");
    xhr.send();
    return [xhr.status, (JSON.parse(xhr.responseText) as { named: object }).named];
  },
};

const ENDS: Behaviors = {
  "xhr: aborted at once": () => sent({ after: (xhr) => xhr.abort() }),
  "xhr: aborted at once with a Blob": () =>
    sent({ method: "POST", body: new Blob(["b"]), after: (xhr) => xhr.abort() }),
  "xhr: aborted in between": () =>
    sent({ url: `${HERE}/stream?pieces=400`, before: (xhr) => (xhr.onprogress = () => xhr.abort()) }),
  "xhr: aborted when headers are here": () =>
    sent({
      before: (xhr) => (xhr.onreadystatechange = () => (xhr.readyState === 2 ? xhr.abort() : undefined)),
    }),
  "xhr: timed out": () =>
    sent({ url: `${HERE}/stream?pieces=2000`, before: (xhr) => void (xhr.timeout = 1) }),
  "xhr: opened again while on its way": () =>
    sent({ after: (xhr) => (xhr.open("GET", `${HERE}/json`), xhr.send()) }),
  "xhr: opened again after a failure": async () => {
    const xhr = new XMLHttpRequest();
    const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState}`);
    xhr.open("GET", CLOSED);
    xhr.send();
    await next(xhr, "loadend");
    xhr.open("GET", `${HERE}/json`);
    xhr.send();
    await next(xhr, "loadend");
    return [seen, xhr.status];
  },
  "xhr: opened again in the error's handler": async () => {
    const xhr = new XMLHttpRequest();
    const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState}`);
    xhr.onerror = () => {
      xhr.onerror = null;
      xhr.open("GET", `${HERE}/json`);
      xhr.send();
    };
    xhr.open("GET", CLOSED);
    xhr.send();
    await next(xhr, "load");
    return [seen, xhr.status];
  },
  "xhr: events of a failure that bubble nowhere": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", CLOSED);
    const error = next(xhr, "error") as Promise<ProgressEvent>;
    xhr.send();
    const { bubbles, cancelable, loaded, total, lengthComputable, target, type } = await error;
    return [
      bubbles,
      cancelable,
      loaded,
      total,
      lengthComputable,
      target === xhr,
      type,
      (await error).constructor.name,
    ];
  },
  "xhr: a failure is the browser's own event": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", CLOSED);
    const error = next(xhr, "error");
    xhr.send();
    return (await error).isTrusted;
  },
  "xhr: a reply is the browser's own event": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/json`);
    const load = next(xhr, "load");
    xhr.send();
    return (await load).isTrusted;
  },
};

const STATES: Behaviors = {
  "xhr: before it is opened": () => read(new XMLHttpRequest()),
  "xhr: opened and not sent": () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", "/");
    return read(xhr);
  },
  "xhr: sent before it is opened": () => {
    try {
      new XMLHttpRequest().send();
      return null;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: sent twice": () => sent({ after: (xhr) => xhr.send() }),
  "xhr: sent twice with a Blob": () =>
    sent({ method: "POST", body: new Blob(["b"]), after: (xhr) => xhr.send() }),
  "xhr: a header after it is sent": () => sent({ after: (xhr) => xhr.setRequestHeader("a", "b") }),
  "xhr: a header after a Blob is sent": () =>
    sent({ method: "POST", body: new Blob(["b"]), after: (xhr) => xhr.setRequestHeader("a", "b") }),
  "xhr: a header before it is opened": () => {
    try {
      new XMLHttpRequest().setRequestHeader("a", "b");
      return null;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: aborted before it is opened": () => {
    const xhr = new XMLHttpRequest();
    const seen = notes(xhr, EVENTS);
    xhr.abort();
    return [seen, xhr.readyState];
  },
  "xhr: aborted before it is sent": () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", "/");
    const seen = notes(xhr, EVENTS);
    xhr.abort();
    return [seen, xhr.readyState];
  },
  "xhr: aborted after its end": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/json`);
    xhr.send();
    await next(xhr, "loadend");
    xhr.abort();
    return read(xhr);
  },
  "xhr: credentials changed after it is sent": () =>
    sent({ after: (xhr) => void (xhr.withCredentials = true) }),
  "xhr: type of reply changed late": async () => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", `${HERE}/json`);
    xhr.send();
    await next(xhr, "load");
    try {
      xhr.responseType = "json";
      return null;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: the text of a reply that is no text": async () => sent({ type: "blob", url: `${HERE}/json` }),
  "xhr: open without arguments": () => {
    try {
      return Reflect.apply(XMLHttpRequest.prototype.open, new XMLHttpRequest(), []) as unknown;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: open with one argument": () => {
    try {
      return Reflect.apply(XMLHttpRequest.prototype.open, new XMLHttpRequest(), ["GET"]) as unknown;
    } catch (cause) {
      return inWords(cause);
    }
  },
  "xhr: an address that turns into text": () => {
    let turns = 0;
    const url = { toString: () => ((turns += 1), `${HERE}/json`) };
    const xhr = new XMLHttpRequest();
    Reflect.apply(xhr.open, xhr, ["GET", url]);
    return turns;
  },
  "xhr: a header that turns into text": () => {
    let turns = 0;
    const xhr = new XMLHttpRequest();
    xhr.open("GET", "/");
    Reflect.apply(xhr.setRequestHeader, xhr, ["x", { toString: () => ((turns += 1), "a") }]);
    return turns;
  },
};

const SYNCHRONOUS: Behaviors = Object.fromEntries(
  [`${HERE}/json`, CLOSED, `${HERE}/status?code=404`, "https://127.0.0.1:1/"].map((url) => [
    `xhr: synchronous, ${url}`,
    () => {
      const xhr = new XMLHttpRequest();
      const seen = notes(xhr, EVENTS, () => ` ${xhr.readyState}`);
      try {
        xhr.open("POST", url, false);
        xhr.send("b");
      } catch (cause) {
        return [inWords(cause), seen, xhr.readyState];
      }
      return [seen, read(xhr)];
    },
  ]),
);

async function uploaded(body: XMLHttpRequestBodyInit, url: string): Promise<unknown> {
  const xhr = new XMLHttpRequest();
  const all: string[] = [];
  for (const type of EVENTS) {
    xhr.addEventListener(type, () => void (type === "progress" || all.push(`${type} ${xhr.readyState}`)));
    xhr.upload.addEventListener(type, (event) => {
      const { loaded, total } = event as ProgressEvent;
      if (type !== "progress" || loaded === total)
        all.push(`upload ${type} ${type === "progress" ? "" : loaded}/${total}`);
    });
  }
  xhr.open("POST", url);
  const end = next(xhr, "loadend");
  xhr.send(body);
  await end;
  return all.map((line) => (body instanceof FormData ? line.replaceAll(/\d{2,}/g, "N") : line));
}

const UPLOADS: Behaviors = {
  "xhr: upload of text": () => uploaded("x".repeat(10_000), `${HERE}/echo`),
  "xhr: upload of a Blob": () => uploaded(new Blob(["x".repeat(10_000)]), `${HERE}/echo`),
  "xhr: upload of a form with a file": () => {
    const form = new FormData();
    form.append("file", new Blob(["x".repeat(10_000)]));
    return uploaded(form, `${HERE}/echo`);
  },
  "xhr: upload of nothing": () => uploaded("", `${HERE}/echo`),
  "xhr: upload that fails": () => uploaded("x", "https://127.0.0.1:1/"),
};

/** What a page sees of XMLHttpRequest. */
export const REQUESTS: Behaviors = { ...PLAIN, ...ENDS, ...STATES, ...SYNCHRONOUS, ...UPLOADS };
