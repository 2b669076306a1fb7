import {
  type Behaviors,
  CLOSED,
  echoed,
  fetched,
  HERE,
  inWords,
  outcome,
  pause,
  readReply,
  THERE,
} from "./behavior.ts";
import { BODIES, streamOf } from "./bodies.ts";

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

const ERRORS: Behaviors = {
  "fetch: no arguments": () => outcome(() => Reflect.apply(fetch, undefined, [])),
  "fetch: on another object": () => outcome(() => Reflect.apply(fetch, {}, ["/"])),
  "fetch: on the window": () =>
    outcome(async () => (await Reflect.apply(fetch, globalThis, [`${HERE}/empty`])).status),
  "fetch: an address that is none": () => fetched("https://"),
  "fetch: an address with credentials": () => fetched("https://a:b@chatgpt.com/lab/headers"),
  "fetch: an unknown scheme": () => fetched("own:thing"),
  "fetch: a symbol": () => outcome(() => Reflect.apply(fetch, undefined, [Symbol("a")])),
  "fetch: undefined": () => outcome(async () => (await Reflect.apply(fetch, undefined, [undefined])).status),
  "fetch: options that are no object": () => outcome(() => Reflect.apply(fetch, undefined, ["/", 7])),
  "fetch: null as options": () =>
    outcome(async () => (await Reflect.apply(fetch, undefined, [`${HERE}/empty`, null])).status),
  "fetch: a body with GET": () => echoed({ body: "b" }),
  "fetch: a Blob with GET": () => echoed({ body: new Blob(["b"]) }),
  "fetch: a mode that is none": () => echoed({ mode: "other" as RequestMode }),
  "fetch: mode navigate": () => echoed({ mode: "navigate" }),
  "fetch: a signal that is none": () => echoed({ signal: {} as AbortSignal }),
  "fetch: a stream without duplex": () => echoed({ method: "POST", body: streamOf("a") }),
  "fetch: an origin that lets nobody read": () => fetched(CLOSED),
  "fetch: the same, posting": () => fetched(CLOSED, { method: "POST", body: "b" }),
  "fetch: the same, with a Blob": () => fetched(CLOSED, { method: "POST", body: new Blob(["b"]) }),
  "fetch: the same, without cors": () => fetched(CLOSED, { mode: "no-cors" }),
  "fetch: nobody there": () => fetched("https://127.0.0.1:1/"),
  "fetch: a data address": () => fetched("data:text/plain,hello"),
  "fetch: a blob address": () =>
    fetched(URL.createObjectURL(new Blob(["hello"]))).then((seen) =>
      JSON.stringify(seen).replace(/[0-9a-f-]{36}/, "ID"),
    ),
  "fetch: a blob address that is gone": () => fetched("blob:https://chatgpt.com/none"),
  "fetch: an address with a fragment": () => fetched(`${HERE}/headers#part`),
  "fetch: a URL object": () => fetched(new URL(`${HERE}/headers`, location.href)),
  "fetch: an object that turns into an address": () => {
    let turns = 0;
    const address = { toString: () => ((turns += 1), `${HERE}/headers`) };
    return outcome(async () => [(await Reflect.apply(fetch, undefined, [address])).status, turns]);
  },
  "fetch: an address whose turning throws": () =>
    outcome(() =>
      Reflect.apply(fetch, undefined, [
        {
          toString: () => {
            throw new RangeError("mine");
          },
        },
      ]),
    ),
  "fetch: options read once and in order": () => {
    const read: string[] = [];
    const given: RequestInit = { method: "POST", body: "b", headers: { "x-one": "1" } };
    const init = new Proxy(given, { get: (of, name) => (read.push(String(name)), Reflect.get(of, name)) });
    return outcome(async () => [await (await fetch(`${HERE}/echo`, init)).json(), read]);
  },
  "fetch: options by getters are read once": () => {
    let reads = 0;
    return outcome(async () => [
      await (
        await fetch(`${HERE}/echo`, {
          get method() {
            reads += 1;
            return "PUT";
          },
        })
      ).json(),
      reads,
    ]);
  },
  "fetch: an option whose reading throws": () =>
    outcome(() =>
      fetch(`${HERE}/echo`, {
        get method(): string {
          throw new RangeError("mine");
        },
      }),
    ),
  "fetch: a method that turns into text": () => {
    let turns = 0;
    const method = { toString: () => ((turns += 1), "PUT") };
    return outcome(async () => [
      await (await fetch(`${HERE}/echo`, { method: method as unknown as string })).json(),
      turns,
    ]);
  },
  "fetch: a body that turns into text": () => {
    let turns = 0;
    const text = { toString: () => ((turns += 1), "turned") };
    return outcome(async () => [
      await (await fetch(`${HERE}/echo`, { method: "POST", body: text as unknown as string })).json(),
      turns,
    ]);
  },
  "fetch: options by a class": () => {
    class Init {
      get method(): string {
        return "PUT";
      }
    }
    return echoed(new Init() as RequestInit);
  },
  "fetch: a class with a bad method": () => {
    class Init {
      get method(): string {
        return "a b";
      }
    }
    return echoed(new Init() as RequestInit);
  },
  "fetch: a Request that was used": () => {
    const request = new Request(`${HERE}/echo`, { method: "POST", body: "b" });
    return outcome(async () => {
      await request.text();
      return fetch(request);
    });
  },
  "fetch: a Request twice": () => {
    const request = new Request(`${HERE}/echo`, { method: "POST", body: "b" });
    return outcome(async () => {
      await fetch(request);
      return (await fetch(request)).status;
    });
  },
  "fetch: a Request without a body twice": () => {
    const request = new Request(`${HERE}/headers`);
    return outcome(async () => {
      await fetch(request);
      return (await fetch(request)).status;
    });
  },
  "fetch: a Request and options": () =>
    outcome(async () =>
      (
        await fetch(new Request(`${HERE}/echo`, { headers: { "x-one": "1" } }), { method: "PUT", body: "b" })
      ).json(),
    ),
  "fetch: a Request and an empty object": () =>
    outcome(async () => (await fetch(new Request(`${HERE}/echo`, { method: "POST", body: "b" }), {})).json()),
  "fetch: a Request and a bad method": () =>
    outcome(() => fetch(new Request(`${HERE}/echo`), { method: "a b" })),
  "fetch: a clone of a Request": () =>
    outcome(async () => {
      const request = new Request(`${HERE}/echo`, { method: "POST", body: "b" });
      const clone = request.clone();
      return [await (await fetch(clone)).json(), request.bodyUsed, await request.text()];
    }),
};

const STREAMS: Behaviors = {
  "fetch: a stream as body": () =>
    echoed({ method: "POST", body: streamOf("a", "b", "c"), duplex: "half" } as RequestInit),
  "fetch: a Request with a stream": () =>
    outcome(async () =>
      (
        await fetch(
          new Request(`${HERE}/echo`, {
            method: "POST",
            body: streamOf("a", "b"),
            duplex: "half",
          } as RequestInit),
        )
      ).json(),
    ),
  "fetch: a stream that fails": () => {
    const body = new ReadableStream({ start: (controller) => controller.error(new RangeError("mine")) });
    return echoed({ method: "POST", body, duplex: "half" } as RequestInit);
  },
  "fetch: a locked stream": () => {
    const body = streamOf("a");
    body.getReader();
    return echoed({ method: "POST", body, duplex: "half" } as RequestInit);
  },
  "fetch: a reply read piece by piece": () =>
    outcome(async () => {
      const reader = ((await fetch(`${HERE}/stream`)).body as ReadableStream<Uint8Array>).getReader();
      let text = "";
      let kinds = "";
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        text += new TextDecoder().decode(piece.value);
        kinds = piece.value.constructor.name;
      }
      return [text, kinds];
    }),
  "fetch: a reply read by a byte reader": () =>
    outcome(async () => {
      const reader = ((await fetch(`${HERE}/big?size=10`)).body as ReadableStream<Uint8Array>).getReader({
        mode: "byob",
      });
      const { value, done } = await reader.read(new Uint8Array(4));
      return [new TextDecoder().decode(value), done];
    }),
  "fetch: a reply and its clone": () =>
    outcome(async () => {
      const reply = await fetch(`${HERE}/json`);
      const clone = reply.clone();
      return [await reply.json(), await clone.text(), reply.bodyUsed, clone.url, clone instanceof Response];
    }),
  "fetch: a reply read twice": () =>
    outcome(async () => {
      const reply = await fetch(`${HERE}/json`);
      await reply.text();
      return reply.text();
    }),
  "fetch: JSON that is broken": () => outcome(async () => (await fetch(`${HERE}/broken-json`)).json()),
  "fetch: a reply as a Blob": () =>
    outcome(async () => {
      const blob = await (await fetch(`${HERE}/xml`)).blob();
      return [blob.type, blob.size];
    }),
  "fetch: a reply as bytes": () =>
    outcome(async () => (await (await fetch(`${HERE}/json`)).arrayBuffer()).byteLength),
  "fetch: no reply body": () => outcome(async () => (await fetch(`${HERE}/empty`)).body),
  "fetch: a large reply": () =>
    outcome(async () => (await (await fetch(`${HERE}/big?size=3000000`)).text()).length),
  "fetch: a large body": () =>
    echoed({ method: "POST", body: "y".repeat(1_000_000) }).then((seen) => (seen as { size: number }).size),
  "fetch: a large Blob": () =>
    echoed({ method: "POST", body: new Blob(["y".repeat(1_000_000)]) }).then(
      (seen) => (seen as { size: number }).size,
    ),
  "fetch: the reply's own properties": () =>
    outcome(async () => Reflect.ownKeys(await fetch(`${HERE}/json`)).map(String)),
  "fetch: the promise": () => {
    const going = fetch(`${HERE}/empty`);
    return [
      Object.getPrototypeOf(going) === Promise.prototype,
      Reflect.ownKeys(going).map(String),
      going.constructor === Promise,
    ];
  },
};

async function abortedAt(
  when: (controller: AbortController) => unknown,
  init: RequestInit = {},
  reason?: unknown,
): Promise<unknown> {
  const controller = new AbortController();
  const order: string[] = [];
  controller.signal.addEventListener("abort", () => void order.push("event"));
  const seen = outcome(async () => {
    const reply = await fetch(`${HERE}/echo`, { ...init, signal: controller.signal });
    return (await readReply(reply)) as object;
  }).then((value) => (order.push("settled"), value));
  await when(controller);
  if (reason === undefined) controller.abort();
  else controller.abort(reason);
  order.push("returned");
  const value = await seen;
  return [typeof value === "object" ? "replied" : value, order];
}

const ABORTS: Behaviors = {
  "fetch: aborted at once": () => abortedAt(() => undefined),
  "fetch: aborted at once with a reason": () => abortedAt(() => undefined, {}, new RangeError("mine")),
  "fetch: aborted at once with a reason that is no error": () => abortedAt(() => undefined, {}, "mine"),
  "fetch: aborted after a microtask": () => abortedAt(() => Promise.resolve()),
  "fetch: aborted with a Blob on its way": () =>
    abortedAt(() => undefined, { method: "POST", body: new Blob(["b"]) }),
  "fetch: aborted with a Blob, after a microtask": () =>
    abortedAt(() => Promise.resolve(), { method: "POST", body: new Blob(["b"]) }, new RangeError("mine")),
  "fetch: aborted before": () => {
    const controller = new AbortController();
    controller.abort(new RangeError("mine"));
    return fetched(`${HERE}/echo`, { signal: controller.signal });
  },
  "fetch: aborted before, with a Blob": () =>
    fetched(`${HERE}/echo`, { method: "POST", body: new Blob(["b"]), signal: AbortSignal.abort() }),
  "fetch: a Request that was aborted": () =>
    outcome(() => fetch(new Request(`${HERE}/echo`, { signal: AbortSignal.abort("mine") }))),
  "fetch: timed out": () =>
    outcome(async () =>
      readReply(await fetch(`${HERE}/stream?pieces=400`, { signal: AbortSignal.timeout(1) })),
    ),
  "fetch: aborted while the reply is read": () =>
    outcome(async () => {
      const controller = new AbortController();
      const reply = await fetch(`${HERE}/stream?pieces=400`, { signal: controller.signal });
      const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
      await reader.read();
      controller.abort(new RangeError("mine"));
      const errors: string[] = [];
      for (let n = 0; n < 3; n += 1)
        await reader.read().catch((cause: unknown) => errors.push(inWords(cause)));
      return errors;
    }),
  "fetch: aborted after its end": () =>
    outcome(async () => {
      const controller = new AbortController();
      const reply = await fetch(`${HERE}/json`, { signal: controller.signal });
      const text = await reply.text();
      controller.abort();
      return text;
    }),
  "fetch: the reply given up": () =>
    outcome(async () => {
      const reply = await fetch(`${HERE}/stream`);
      await reply.body?.cancel();
      return reply.bodyUsed;
    }),
  "fetch: a null signal": () => echoed({ signal: null }),
};

const ORDERS: Behaviors = {
  "order: replies in the order of their calls": () =>
    outcome(async () => {
      const seen: number[] = [];
      for (const n of [1, 2, 3]) await fetch(`${HERE}/echo?n=${n}`).then(() => seen.push(n));
      return seen;
    }),
  "order: a refusal comes after the microtasks at hand": () =>
    outcome(async () => {
      const seen: string[] = [];
      const going = fetch("https://").catch(() => seen.push("refused"));
      queueMicrotask(() => seen.push("microtask"));
      seen.push("returned");
      await going;
      return [seen[0], seen.length];
    }),
  "order: nobody handles the refusal": () =>
    outcome(async () => {
      const seen: string[] = [];
      const heard = (event: PromiseRejectionEvent): void => {
        seen.push(inWords(event.reason));
        event.preventDefault();
      };
      addEventListener("unhandledrejection", heard);
      void fetch(CLOSED);
      await pause(300);
      removeEventListener("unhandledrejection", heard);
      return seen;
    }),
  "order: nobody handles a bad address": () =>
    outcome(async () => {
      let count = 0;
      const heard = (event: PromiseRejectionEvent): void => {
        count += 1;
        event.preventDefault();
      };
      addEventListener("unhandledrejection", heard);
      void fetch("https://");
      await pause(50);
      removeEventListener("unhandledrejection", heard);
      return count;
    }),
  "order: the body is taken at the call": () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const seen = echoed({ method: "POST", body: bytes });
    bytes.fill(9);
    return seen.then((value) => (value as { body: string }).body);
  },
  "order: the form is taken at the call": () => {
    const form = new FormData();
    form.append("file", new Blob(["a"]), "a");
    const seen = echoed({ method: "POST", body: form });
    form.append("late", "x");
    return seen.then((value) => (value as { body: string }).body.includes("late"));
  },
  "order: the headers are taken at the call": () => {
    const headers = new Headers({ "x-one": "1" });
    const seen = echoed({ method: "POST", body: new Blob(["a"]), headers });
    headers.set("x-one", "2");
    return seen.then((value) => (value as { named: object }).named);
  },
};

/** What a page sees of fetch. */
export const FETCHES: Behaviors = {
  ...BODY_BEHAVIORS,
  ...OPTIONS,
  ...ERRORS,
  ...STREAMS,
  ...ABORTS,
  ...ORDERS,
};
