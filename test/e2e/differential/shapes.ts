import { type Behaviors, inWords } from "./behavior.ts";

const NAMES = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "Request",
  "Response",
  "Worker",
  "SharedWorker",
  "RTCDataChannel",
  "RTCPeerConnection",
  "WebTransport",
  "fetchLater",
  "MessageChannel",
] as const;

/** A property as reflection shows it. */
function shape(owner: object, name: string | symbol): unknown {
  const property = Reflect.getOwnPropertyDescriptor(owner, name);
  if (property === undefined) return null;
  const flags = `${property.writable} ${property.enumerable} ${property.configurable}`;
  return [flags, describe(property.value), describe(property.get), describe(property.set)];
}

function describe(value: unknown): unknown {
  if (typeof value !== "function") return typeof value;
  const own = Reflect.ownKeys(value).map(String);
  return [
    value.name,
    value.length,
    Function.prototype.toString.call(value),
    String(value),
    own,
    "prototype" in value,
  ];
}

function members(name: string): Behaviors {
  const owner = (): { prototype?: object } | undefined =>
    Reflect.get(globalThis, name) as { prototype?: object } | undefined;
  return {
    [`shape: the global ${name}`]: () => shape(globalThis, name),
    [`shape: what ${name} has itself`]: () => {
      const it = owner();
      return it === undefined ? null : Reflect.ownKeys(it).map((key) => [String(key), shape(it, key)]);
    },
    [`shape: the prototype of ${name}`]: () => {
      const prototype = owner()?.prototype;
      if (prototype === undefined) return null;
      return Reflect.ownKeys(prototype).map((key) => [String(key), shape(prototype, key)]);
    },
  };
}

const attempt = (work: () => unknown): unknown => {
  try {
    return String(work());
  } catch (cause) {
    return inWords(cause);
  }
};

class OwnSocket extends WebSocket {}
class OwnXhr extends XMLHttpRequest {
  extra = 7;
}
class OwnRequest extends Request {}

/** What reflection, comparison and subclassing show of the functions that calls go by. */
export const SHAPES: Behaviors = {
  ...(Object.assign({}, ...NAMES.map(members)) as Behaviors),
  "shape: the prototype of Navigator's sendBeacon": () => shape(Navigator.prototype, "sendBeacon"),
  "shape: Function.prototype.toString": () => shape(Function.prototype, "toString"),
  "shape: toString of toString": () => Function.prototype.toString.call(Function.prototype.toString),
  "shape: toString of a function of the page": () =>
    attempt(() => Function.prototype.toString.call(function own() {})),
  "shape: toString of no function": () => attempt(() => Function.prototype.toString.call({})),
  "shape: toString of a proxy": () => attempt(() => Function.prototype.toString.call(new Proxy(fetch, {}))),
  "shape: toString of a bound fetch": () => attempt(() => fetch.bind(null)),
  "shape: names of globals that are no standard ones": () =>
    Object.getOwnPropertyNames(globalThis).filter((name) => /lanyard|hook/i.test(name)),
  "shape: all own names of the window": () =>
    Object.getOwnPropertyNames(globalThis)
      .filter((name) => name !== "behave")
      .sort(),
  "shape: symbols of the window": () => Object.getOwnPropertySymbols(globalThis).map(String),
  "shape: attributes of the document": () => document.documentElement.getAttributeNames(),
  "shape: elements of the document": () => document.querySelectorAll("*").length,
  "shape: fetch is not enumerable differently": () => Object.keys(globalThis).includes("fetch"),
  "shape: new fetch": () => attempt(() => Reflect.construct(fetch, [])),
  "shape: WebSocket without new": () =>
    attempt(() => Reflect.apply(WebSocket, undefined, ["wss://x.example"])),
  "shape: XMLHttpRequest without new": () => attempt(() => Reflect.apply(XMLHttpRequest, undefined, [])),
  "shape: EventSource without new": () => attempt(() => Reflect.apply(EventSource, undefined, ["/"])),
  "shape: Request without new": () => attempt(() => Reflect.apply(Request, undefined, ["/"])),
  "shape: constructor of the socket's prototype": () => WebSocket.prototype.constructor === WebSocket,
  "shape: constructor of the request's prototype": () =>
    XMLHttpRequest.prototype.constructor === XMLHttpRequest,
  "shape: constructor of Request's prototype": () => Request.prototype.constructor === Request,
  "shape: constants of WebSocket": () => [
    WebSocket.CONNECTING,
    WebSocket.OPEN,
    WebSocket.CLOSING,
    WebSocket.CLOSED,
  ],
  "shape: parent of WebSocket": () => Object.getPrototypeOf(WebSocket) === EventTarget,
  "shape: parent of XMLHttpRequest": () =>
    Object.getPrototypeOf(XMLHttpRequest) === XMLHttpRequestEventTarget,
  "shape: a subclass of XMLHttpRequest": () => {
    const made = new OwnXhr();
    return [
      made instanceof OwnXhr,
      made instanceof XMLHttpRequest,
      made.extra,
      made.constructor.name,
      Object.prototype.toString.call(made),
    ];
  },
  "shape: a subclass of WebSocket": () => {
    const made = new OwnSocket("wss://chatgpt.com/lab/echo");
    made.close();
    return [made instanceof OwnSocket, made instanceof WebSocket, made.constructor === OwnSocket, made.url];
  },
  "shape: a subclass of Request": () => {
    const made = new OwnRequest("/x");
    return [
      made instanceof OwnRequest,
      made instanceof Request,
      made.clone() instanceof OwnRequest,
      made.url,
    ];
  },
  "shape: new.target of another kind": () =>
    Object.getPrototypeOf(Reflect.construct(XMLHttpRequest, [], OwnXhr)) === OwnXhr.prototype,
  "shape: a method on the wrong object": () =>
    attempt(() => Reflect.apply(XMLHttpRequest.prototype.open, {}, ["GET", "/"])),
  "shape: send on the wrong object": () => attempt(() => WebSocket.prototype.send.call({} as WebSocket, "a")),
  "shape: a getter on the wrong object": () => attempt(() => Reflect.get(XMLHttpRequest.prototype, "status")),
  "shape: url on the wrong object": () => attempt(() => Reflect.get(WebSocket.prototype, "url")),
  "shape: readyState on the wrong object": () =>
    attempt(() => Reflect.get(WebSocket.prototype, "readyState")),
  "shape: bufferedAmount on nothing": () =>
    attempt(() =>
      Reflect.getOwnPropertyDescriptor(WebSocket.prototype, "bufferedAmount")?.get?.call(undefined),
    ),
  "shape: fetch of a frame is another": () => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const other = frame.contentWindow as unknown as typeof globalThis;
    const seen = [
      other.fetch === fetch,
      other.fetch.name,
      other.fetch.toString(),
      other.WebSocket === WebSocket,
    ];
    frame.remove();
    return seen;
  },
  "shape: toString by a frame": () => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const other = frame.contentWindow as unknown as typeof globalThis;
    const text = other.Function.prototype.toString.call(fetch);
    frame.remove();
    return text;
  },
  "shape: fetch replaced and put back": () => {
    const before = fetch;
    globalThis.fetch = (() => "mine") as unknown as typeof fetch;
    const mine = String(Reflect.apply(fetch, undefined, []));
    globalThis.fetch = before;
    return [mine, fetch === before];
  },
  "shape: fetch deleted": () => {
    const property = Reflect.getOwnPropertyDescriptor(globalThis, "fetch") as PropertyDescriptor;
    const gone = [Reflect.deleteProperty(globalThis, "fetch"), typeof Reflect.get(globalThis, "fetch")];
    Reflect.defineProperty(globalThis, "fetch", property);
    return gone;
  },
  "shape: own property put on fetch": () => {
    Reflect.set(fetch, "mine", 1);
    const seen = [Reflect.get(fetch, "mine"), Reflect.deleteProperty(fetch, "mine")];
    return seen;
  },
};
