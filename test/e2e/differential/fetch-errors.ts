import { type Behaviors, CLOSED, echoed, fetched, HERE, outcome } from "./behavior.ts";
import { streamOf } from "./bodies.ts";

/** What is wrong or odd about the arguments of fetch, and failures. */
export const FETCH_ERRORS: Behaviors = {
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
    return echoed(new Init());
  },
  "fetch: a class with a bad method": () => {
    class Init {
      get method(): string {
        return "a b";
      }
    }
    return echoed(new Init());
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
