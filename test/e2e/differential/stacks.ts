import { type Behaviors, CLOSED, handle, HERE, next, pause } from "./behavior.ts";

/** Where something was thrown, or would be: what a page's reports of its own errors say. */
const stackOf = (cause: unknown): unknown => [
  Reflect.ownKeys(Object(cause) as object).map(String),
  (cause as Error).stack,
];

/** The stack of what is thrown, at once or later. */
async function thrown(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return "nothing";
  } catch (cause) {
    return stackOf(cause);
  }
}

/** The whole stack of a callback, which is longer than an error shows by default where the hook stands in it. */
function here(): string {
  const limit: unknown = Reflect.get(Error, "stackTraceLimit");
  Reflect.set(Error, "stackTraceLimit", 50);
  const { stack } = new Error("here");
  Reflect.set(Error, "stackTraceLimit", limit);
  return stack ?? "";
}

/** The stacks in which handlers of these events run. */
async function handled(
  names: readonly string[],
  begin: (xhr: XMLHttpRequest) => void,
  end = "loadend",
): Promise<unknown> {
  const xhr = new XMLHttpRequest();
  const seen: string[] = [];
  for (const name of names) handle(xhr, `on${name}`, () => seen.push(`${name} ${xhr.readyState} ${here()}`));
  const ended = next(xhr, end);
  begin(xhr);
  await ended;
  return seen;
}

const ERRORS: Behaviors = {
  "stack: a fetch that fails": () => thrown(async () => fetch(CLOSED)),
  "stack: a fetch with a Blob that fails": () =>
    thrown(async () => fetch(CLOSED, { method: "POST", body: new Blob(["b"]) })),
  "stack: a fetch of a Request that fails": () => thrown(async () => fetch(new Request(CLOSED))),
  "stack: a fetch that is aborted": () => {
    const controller = new AbortController();
    const going = thrown(async () => fetch(`${HERE}/stream?pieces=400`, { signal: controller.signal }));
    controller.abort();
    return going;
  },
  "stack: a fetch that fails far down": () => {
    const down = (depth: number): Promise<unknown> => (depth === 0 ? fetch(CLOSED) : down(depth - 1));
    return thrown(() => down(20));
  },
  "stack: a fetch without arguments": () => thrown(() => Reflect.apply(fetch, undefined, [])),
  "stack: a fetch of no address": () => thrown(() => fetch("https://")),
  "stack: a fetch of a symbol": () => thrown(() => Reflect.apply(fetch, undefined, [Symbol("a")])),
  "stack: a fetch with a number for options": () => thrown(() => Reflect.apply(fetch, undefined, ["/", 7])),
  "stack: a fetch with a mode that is none": () => thrown(() => fetch("/", { mode: "x" as RequestMode })),
  "stack: a fetch with a body and GET": () =>
    thrown(() => Reflect.apply(fetch, undefined, ["/", { body: "b" }])),
  "stack: a fetch with a Blob and GET": () =>
    thrown(() => Reflect.apply(fetch, undefined, ["/", { body: new Blob(["b"]) }])),
  "stack: a fetch with a stream and no duplex": () =>
    thrown(() => fetch("/", { method: "POST", body: new ReadableStream() })),
  "stack: a fetch with a signal that is none": () => thrown(() => fetch("/", { signal: {} as AbortSignal })),
  "stack: a fetch on another object": () => thrown(() => Reflect.apply(fetch, {}, ["/"])),
  "stack: a Request that is none": () => thrown(() => new Request("https://")),
  "stack: a clone of a Request that was used": () =>
    thrown(async () => {
      const request = new Request("/", { method: "POST", body: "b" });
      await request.text();
      return request.clone();
    }),
  "stack: a socket to no address": () => thrown(() => new WebSocket("https://")),
  "stack: a socket with a protocol that is none": () => thrown(() => new WebSocket("wss://x.example", "a b")),
  "stack: a socket without new": () => thrown(() => Reflect.apply(WebSocket, undefined, ["wss://x.example"])),
  "stack: a socket that sends too early": () =>
    thrown(() => {
      const socket = new WebSocket("wss://chatgpt.com/lab/echo");
      try {
        socket.send("a");
      } finally {
        socket.close();
      }
    }),
  "stack: a subclass of a socket": () =>
    thrown(() => {
      class Own extends WebSocket {
        constructor() {
          super("https://");
        }
      }
      return new Own();
    }),
  "stack: a socket closed with a bad code": () =>
    thrown(() => new WebSocket("wss://chatgpt.com/lab/echo").close(1)),
  "stack: an attribute of a socket on the wrong object": () =>
    thrown(() => Reflect.get(WebSocket.prototype, "readyState") as unknown),
  "stack: an event source to no address": () => thrown(() => new EventSource("https://")),
  "stack: a beacon to no address": () => thrown(() => navigator.sendBeacon("https://")),
  "stack: a beacon with a Blob to no address": () =>
    thrown(() => navigator.sendBeacon("https://", new Blob(["a"]))),
  "stack: a data channel that sends too early": () =>
    thrown(() => new RTCPeerConnection().createDataChannel("a").send("b")),
  "stack: toString of no function": () => thrown(() => Function.prototype.toString.call({})),
};

const REQUESTS: Behaviors = {
  "stack: a request opened badly": () => thrown(() => new XMLHttpRequest().open("a b", "/")),
  "stack: a request sent before it is opened": () => thrown(() => new XMLHttpRequest().send()),
  "stack: a request sent twice with a Blob": () =>
    thrown(() => {
      const xhr = new XMLHttpRequest();
      xhr.open("POST", `${HERE}/echo`);
      xhr.send(new Blob(["a"]));
      xhr.send();
    }),
  "stack: a request given a header too late": () =>
    thrown(() => {
      const xhr = new XMLHttpRequest();
      xhr.open("POST", `${HERE}/echo`);
      xhr.send(new Blob(["a"]));
      xhr.setRequestHeader("a", "b");
    }),
  "stack: an attribute of a request on the wrong object": () =>
    thrown(() => Reflect.get(XMLHttpRequest.prototype, "status") as unknown),
  "stack: the text of a reply that is no text": () =>
    thrown(() => {
      const xhr = new XMLHttpRequest();
      xhr.responseType = "blob";
      return xhr.responseText;
    }),
  "stack: a synchronous request that fails": () =>
    thrown(() => {
      const xhr = new XMLHttpRequest();
      xhr.open("GET", CLOSED, false);
      xhr.send();
    }),
  "stack: handlers of a reply": () =>
    handled(["readystatechange", "loadstart", "load", "loadend"], (xhr) => {
      xhr.open("GET", `${HERE}/json`);
      xhr.send();
    }),
  "stack: handlers of a failure": () =>
    handled(["loadstart", "error", "loadend"], (xhr) => {
      xhr.open("GET", CLOSED);
      xhr.send();
    }),
  "stack: a handler of a failure's last state": () =>
    handled(["readystatechange"], (xhr) => {
      xhr.open("GET", CLOSED);
      xhr.send();
    }),
  "stack: handlers of a timeout": () =>
    handled(["timeout", "loadend"], (xhr) => {
      xhr.open("GET", `${HERE}/stream?pieces=2000`);
      xhr.timeout = 1;
      xhr.send();
    }),
  "stack: handlers of a reply to a Blob": () =>
    handled(["load", "loadend"], (xhr) => {
      xhr.open("POST", `${HERE}/echo`);
      xhr.send(new Blob(["a"]));
    }),
  "stack: the first handler of a request with a Blob": () =>
    handled(["loadstart"], (xhr) => {
      xhr.open("POST", `${HERE}/echo`);
      xhr.send(new Blob(["a"]));
    }),
};

const CALLBACKS: Behaviors = {
  "stack: a handler of a socket": async () => {
    const socket = new WebSocket("wss://chatgpt.com/lab/echo");
    const seen: string[] = [];
    for (const name of ["open", "message", "close"]) {
      handle(socket, `on${name}`, () => {
        seen.push(here());
        if (name === "open") socket.send("a");
        if (name === "message") socket.close();
      });
    }
    await next(socket, "close");
    await pause(0);
    return seen;
  },
  "stack: a handler of an event source": async () => {
    const source = new EventSource(CLOSED);
    const seen = await new Promise((resolve) => handle(source, "onerror", () => resolve(here())));
    source.close();
    return seen;
  },
  "stack: what follows a fetch": async () => {
    const reply = await fetch(`${HERE}/json`);
    return [here(), await reply.json().then(here)];
  },
  "stack: an address as it turns into text": async () => {
    let seen = "";
    const address = { toString: () => ((seen = here()), `${HERE}/json`) };
    await Reflect.apply(fetch, undefined, [address]);
    return seen;
  },
  "stack: options as they are read": async () => {
    let seen = "";
    await fetch(`${HERE}/json`, {
      get method() {
        seen = here();
        return "GET";
      },
    });
    return seen;
  },
  "stack: an error of a conversion": () =>
    thrown(() => {
      const address = {
        toString() {
          throw new TypeError("Failed to construct what is mine");
        },
      };
      return new Request(address as unknown as string);
    }),
};

/** Where errors say that they were made, and what stands below a page's own callbacks. */
export const STACKS: Behaviors = { ...ERRORS, ...REQUESTS, ...CALLBACKS };
