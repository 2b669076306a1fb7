/** Puts a call's source, an expression that gives a promise of a text, into the source of the page that runs it. */
type Realm = (code: string, token: string) => string;

const source = (text: string): string => JSON.stringify(text).replaceAll("<", String.raw`\u003c`);

/** A page's script that waits for the outcome that another realm tells by a message. */
function heard(token: string, setUp: string, on = "globalThis"): string {
  return `new Promise((resolve) => {
    const on = ${on};
    on.addEventListener("message", ({ data }) => data?.[0] === "${token}" && resolve(data[1]));
    ${setUp}
    setTimeout(resolve, 15_000, "silent");
  })`;
}

const told = (by: string, code: string, token: string, ...rest: string[]): string =>
  `${code}.then((outcome) => ${by}.postMessage(${[`["${token}", outcome]`, ...rest].join(", ")}))`;
const html = (script: string): string => `<!doctype html><script>${script}</script>`;
const lab = (kind: string, content: string): string => `/lab/${kind}?content=${encodeURIComponent(content)}`;

function inFrame(set: (content: string) => string): Realm {
  return (code, token) => {
    const content = html(told("parent", code, token, `"*"`));
    return heard(
      token,
      `const frame = document.createElement("iframe"); ${set(content)} document.body.append(frame);`,
    );
  };
}

/** In an empty document that a page fills by a script element. */
function inEmpty(open: string, by: string): Realm {
  return (code, token) =>
    heard(
      token,
      `${open} const script = view.document.createElement("script");
       script.textContent = ${source(told(by, code, token, `"*"`))};
       view.document.documentElement.append(script);`,
    );
}

function inWorker(make: (content: string) => string): Realm {
  return (code, token) => heard(token, make(told("globalThis", code, token)), "new EventTarget()");
}

const blob = (content: string, type: string): string =>
  `URL.createObjectURL(new Blob([${source(content)}], { type: "${type}" }))`;
const hearing = (worker: string): string =>
  `const worker = ${worker}; worker.onmessage = ({ data }) => resolve(data[1]); worker.onerror = () => resolve("no worker");`;
const sharedWorker = (code: string, token: string): string =>
  `onconnect = ({ ports: [port] }) => ${told("port", code, token)}`;
const hearingShared = (worker: string): string =>
  `const worker = ${worker}; worker.port.onmessage = ({ data }) => resolve(data[1]); worker.onerror = () => resolve("no worker");`;

/** Every realm that can send, by what it is called in the matrix. */
export const REALMS = {
  page: (code) => code,
  "frame of about:blank": inEmpty(
    `const frame = document.createElement("iframe"); document.body.append(frame); const view = frame.contentWindow;`,
    "parent",
  ),
  "frame of srcdoc": inFrame((content) => `frame.srcdoc = ${source(content)};`),
  "sandboxed frame": inFrame(
    (content) => `frame.sandbox = "allow-scripts"; frame.srcdoc = ${source(content)};`,
  ),
  "frame of data:": inFrame(
    (content) => `frame.src = ${source(`data:text/html,${encodeURIComponent(content)}`)};`,
  ),
  "frame of blob:": inFrame((content) => `frame.src = ${blob(content, "text/html")};`),
  "frame of javascript:": (code, token) =>
    heard(
      token,
      `const frame = document.createElement("iframe");
       frame.src = ${source(`javascript:void(${told("parent", code, token, `"*"`)})`)};
       document.body.append(frame);`,
    ),
  "frame of the same site": inFrame((content) => `frame.src = ${source(lab("html", content))};`),
  "frame of a service in a neutral page": inFrame(
    (content) => `frame.src = ${source(`https://chatgpt.com${lab("html", content)}`)};`,
  ),
  "frame in a frame": inFrame(
    (content) =>
      `frame.srcdoc = ${source(html(`addEventListener("message", ({ data }) => parent.postMessage(data, "*")); const inner = document.createElement("iframe"); inner.srcdoc = ${source(content)}; document.documentElement.append(inner);`))};`,
  ),
  "functions of a frame, taken at once": (code) => `(() => {
    const frame = document.createElement("iframe");
    frame.src = "/lab/empty"; // which leaves the empty document that it began with
    document.body.append(frame);
    const view = frame.contentWindow;
    const { WebSocket, EventSource, XMLHttpRequest, Request } = view;
    const fetch = view.fetch.bind(view);
    const navigator = { sendBeacon: (...all) => view.navigator.sendBeacon(...all) };
    return ${code};
  })()`,
  "popup of about:blank": inEmpty(`const view = open("about:blank");`, "opener"),
  "popup of the same site": (code, token) =>
    heard(token, `open(${source(lab("html", html(told("opener", code, token, `"*"`))))});`),
  "worker of blob:": inWorker((content) => hearing(`new Worker(${blob(content, "text/javascript")})`)),
  "worker of data:": inWorker((content) =>
    hearing(`new Worker(${source(`data:text/javascript,${encodeURIComponent(content)}`)})`),
  ),
  "worker of the network": inWorker((content) => hearing(`new Worker(${source(lab("script", content))})`)),
  "module worker": inWorker((content) =>
    hearing(`new Worker(${source(lab("script", content))}, { type: "module" })`),
  ),
  "worker in a worker": inWorker((content) =>
    hearing(
      `new Worker(${blob(`const inner = new Worker(URL.createObjectURL(new Blob([${source(content)}]))); inner.onmessage = ({ data }) => postMessage(data);`, "text/javascript")})`,
    ),
  ),
  "shared worker": (code, token) =>
    heard(token, hearingShared(`new SharedWorker(${source(lab("script", sharedWorker(code, token)))})`)),
  "shared worker of blob:": (code, token) =>
    heard(token, hearingShared(`new SharedWorker(${blob(sharedWorker(code, token), "text/javascript")})`)),
  "service worker of the page": (code, token) =>
    heard(
      token,
      `const script = ${source(lab("script", `onmessage = (event) => event.waitUntil(${told("event.source", code, token)});`))};
       navigator.serviceWorker.register(script, { scope: "/lab/${token}/" }).then(async (own) => {
         const worker = own.installing ?? own.waiting ?? own.active;
         if (worker.state !== "activated")
           await new Promise((go) => worker.addEventListener("statechange", () => worker.state === "activated" && go()));
         worker.postMessage("go");
       });`,
      "navigator.serviceWorker",
    ),
  "page behind a service worker": (code) => `(async () => {
    const script = ${source(lab("script", `oninstall = () => skipWaiting(); onactivate = (event) => event.waitUntil(clients.claim()); onfetch = (event) => event.respondWith(fetch(event.request));`))};
    const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
    const own = await navigator.serviceWorker.register(script, { scope: location.pathname + location.search });
    if (navigator.serviceWorker.controller === null) await controlled;
    const outcome = await ${code};
    await own.unregister();
    return outcome;
  })()`,
  "page that is left": (code) => inLeaving(code),
} satisfies Readonly<Record<string, Realm>>;

/** A frame that sends while it goes away; nobody sees the outcome. */
function inLeaving(code: string): string {
  const content = html(`addEventListener("pagehide", () => { ${code}; }); parent.postMessage("here", "*");`);
  return `new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.src = ${source(lab("html", content))};
    addEventListener("message", () => { frame.remove(); setTimeout(resolve, 400, "sent"); }, { once: true });
    document.body.append(frame);
  })`;
}

/** What a realm is called in the matrix. */
export type RealmName = keyof typeof REALMS;
