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
} from "./behavior.ts";
import { streamOf } from "./bodies.ts";

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
    const failing = new ReadableStream({ start: (controller) => controller.error(new RangeError("mine")) });
    return echoed({ method: "POST", body: failing, duplex: "half" } as RequestInit);
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
    return readReply(reply);
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

/** Streams, aborts and the order of things around fetch. */
export const FETCH_STREAMS: Behaviors = { ...STREAMS, ...ABORTS, ...ORDERS };
