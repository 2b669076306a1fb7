import { type Behaviors, echoed, fetched, HERE, outcome, THERE } from "./behavior.ts";
import { BODIES } from "./bodies.ts";

const METHODS = ["GET", "get", "HEAD", "POST", "post", "PUT", "DELETE", "PATCH", "patch", "OPTIONS", "OWN"];
const MODES: readonly RequestMode[] = ["cors", "no-cors", "same-origin"];
const CREDENTIALS: readonly RequestCredentials[] = ["omit", "same-origin", "include"];

/** A form whose boundary, and thus length, is the browser's own. */
function table<T>(
  values: readonly T[],
  name: (value: T) => string,
  behave: (value: T) => unknown,
): Behaviors {
  return Object.fromEntries(values.map((value) => [name(value), () => behave(value)]));
}

const bodyNames = Object.keys(BODIES);
const body = (name: string): BodyInit => (BODIES[name] as () => BodyInit)();

const BODY_BEHAVIORS: Behaviors = {
  ...table(
    bodyNames,
    (name) => `fetch: POST of ${name}`,
    (name) => echoed({ method: "POST", body: body(name) }),
  ),
  ...table(
    bodyNames,
    (name) => `fetch: POST of ${name} to another origin`,
    (name) => echoed({ method: "POST", body: body(name) }, THERE),
  ),
  ...table(
    bodyNames,
    (name) => `fetch: PATCH of ${name}`,
    (name) => echoed({ method: "PATCH", body: body(name) }),
  ),
  ...table(
    bodyNames,
    (name) => `fetch: POST of ${name} under a content type`,
    (name) => echoed({ method: "POST", body: body(name), headers: { "Content-Type": "application/x-mine" } }),
  ),
  ...table(
    bodyNames,
    (name) => `fetch: a Request with ${name}`,
    (name) =>
      outcome(async () => {
        const request = new Request(`${HERE}/echo`, { method: "POST", body: body(name) });
        const going = fetch(request);
        return [request.bodyUsed, await (await going).json()];
      }),
  ),
  ...table(
    bodyNames,
    (name) => `fetch: ${name} without cors`,
    (name) => fetched(`${THERE}/echo`, { method: "POST", body: body(name), mode: "no-cors" }),
  ),
};

const OPTIONS: Behaviors = {
  ...table(
    METHODS,
    (method) => `fetch: method ${method}`,
    (method) => echoed({ method }),
  ),
  ...table(
    METHODS,
    (method) => `fetch: method ${method} with a body`,
    (method) => echoed({ method, body: "b" }),
  ),
  ...table(
    ["TRACE", "a b", "", "CONNECT"],
    (method) => `fetch: method ${method || "of no name"} is refused`,
    (method) => echoed({ method }),
  ),
  ...table(
    MODES,
    (mode) => `fetch: mode ${mode} here`,
    (mode) => fetched(`${HERE}/headers`, { mode }),
  ),
  ...table(
    MODES,
    (mode) => `fetch: mode ${mode} there`,
    (mode) => fetched(`${THERE}/headers`, { mode }),
  ),
  ...table(
    CREDENTIALS,
    (credentials) => `fetch: credentials ${credentials} here`,
    (credentials) => echoed({ credentials }),
  ),
  ...table(
    CREDENTIALS,
    (credentials) => `fetch: credentials ${credentials} there`,
    (credentials) => echoed({ credentials }, THERE),
  ),
  ...table(
    ["follow", "error", "manual"] as const,
    (redirect) => `fetch: redirect ${redirect}`,
    (redirect) => fetched(`${HERE}/redirect?to=/lab/headers`, { redirect }),
  ),
  ...table(
    [301, 302, 303, 307, 308],
    (code) => `fetch: POST redirected with ${code}`,
    (code) => fetched(`${HERE}/redirect?code=${code}&to=/lab/echo`, { method: "POST", body: "b" }),
  ),
  ...table(
    [301, 302, 303, 307, 308],
    (code) => `fetch: POST of a Blob redirected with ${code}`,
    (code) =>
      fetched(`${HERE}/redirect?code=${code}&to=/lab/echo`, { method: "POST", body: new Blob(["b"]) }),
  ),
  ...table(
    [400, 401, 403, 404, 418, 429, 500, 503],
    (code) => `fetch: status ${code}`,
    (code) => fetched(`${HERE}/status?code=${code}`),
  ),
  ...table(
    ["no-store", "reload", "no-cache", "force-cache", "default"] as const,
    (cache) => `fetch: cache ${cache}`,
    (cache) => fetched(`${HERE}/headers`, { cache }),
  ),
  ...table(
    ["", "no-referrer", "origin", "unsafe-url", "same-origin"] as const,
    (referrerPolicy) => `fetch: referrer policy ${referrerPolicy || "of no name"}`,
    (referrerPolicy) => echoed({ referrerPolicy }),
  ),
  "fetch: referrer of its own": () => echoed({ referrer: "/elsewhere" }),
  "fetch: no referrer": () => echoed({ referrer: "" }),
  "fetch: a Request with a referrer of its own": () =>
    outcome(async () => (await fetch(new Request(`${HERE}/echo`, { referrer: "/elsewhere" }))).json()),
  "fetch: a Request with a referrer policy": () =>
    outcome(async () => (await fetch(new Request(`${HERE}/echo`, { referrerPolicy: "no-referrer" }))).json()),
  "fetch: headers as a record": () => echoed({ headers: { "X-One": "1", "x-two": "2" } }),
  "fetch: headers as pairs": () =>
    echoed({
      headers: [
        ["X-One", "1"],
        ["x-one", "2"],
      ],
    }),
  "fetch: headers as Headers": () => echoed({ headers: new Headers({ "X-One": "1" }) }),
  "fetch: headers as an iterator that is read once": () =>
    echoed({ headers: new Map([["x-one", "1"]]).entries() as unknown as HeadersInit }),
  "fetch: forbidden headers": () => echoed({ headers: { Host: "x", "X-One": "1", Cookie: "a=1" } }),
  "fetch: a header that is none": () => echoed({ headers: { "x y": "1" } }),
  "fetch: keepalive": () => echoed({ method: "POST", body: "b", keepalive: true }),
  "fetch: keepalive with a Blob": () => echoed({ method: "POST", body: new Blob(["b"]), keepalive: true }),
  "fetch: keepalive with too much": () =>
    echoed({ method: "POST", body: "b".repeat(70_000), keepalive: true }),
  "fetch: priority": () => echoed({ priority: "low" }),
  "fetch: integrity that fits not": () => fetched(`${HERE}/headers`, { integrity: "sha256-AAAA" }),
};

/** Bodies, methods and options of fetch. */
export const FETCH_OPTIONS: Behaviors = { ...BODY_BEHAVIORS, ...OPTIONS };
