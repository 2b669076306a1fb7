import { type Behaviors, CLOSED, HERE, THERE } from "./behavior.ts";
import { BODIES } from "./bodies.ts";
import { sent, type Sent } from "./xhr-sent.ts";

const each = <T>(values: readonly T[], name: (value: T) => string, what: (value: T) => Sent): Behaviors =>
  Object.fromEntries(values.map((value) => [`xhr: ${name(value)}`, () => sent(what(value))]));

const bodyNames = Object.keys(BODIES);
const body = (name: string): XMLHttpRequestBodyInit => (BODIES[name] as () => XMLHttpRequestBodyInit)();
const TYPES: readonly XMLHttpRequestResponseType[] = ["", "text", "json", "arraybuffer", "blob", "document"];

/** Requests that are sent and end by themselves. */
export const XHR_PLAIN: Behaviors = {
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
