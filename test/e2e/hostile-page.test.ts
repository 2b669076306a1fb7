import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "./until.ts";
import { ALLOWED, CHAT, FORBIDDEN, HostilePage, REALTIME } from "./hostile.ts";

let page: HostilePage;

beforeAll(async () => {
  page = await HostilePage.open();
});
afterAll(() => page.world.close());
beforeEach(() => page.load());

describe("a page that replaced every prototype in its first script", () => {
  test("gets nothing forbidden out, by any call, and its allowed calls pass", async () => {
    const seen = await page.run(callInEveryWay, { url: CHAT, bodies: [FORBIDDEN, ALLOWED] });
    expect(page.arrived()).toEqual([]);
    expect(seen).toEqual({
      forbidden: {
        text: 403,
        Request: 403,
        Blob: 403,
        "Request with a Blob": 403,
        stream: 403,
        xhr: 403,
        "xhr with a Blob": 403,
      },
      allowed: {
        text: 200,
        Request: 200,
        Blob: 200,
        "Request with a Blob": 200,
        stream: 200,
        xhr: 200,
        "xhr with a Blob": 200,
      },
    });
    expect(await page.leaked()).toEqual([]);
  });

  test("gets no forbidden frame out of a socket, and sees none of what is said of it", async () => {
    await page.run(async (url) => {
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      socket.send(`{"type":"session.update","session":{"model":"gpt-5.6-sol"}}`);
      socket.send(`{"type":"session.update","session":{"instructions":"Be kind."}}`);
      await new Promise((resolve) => socket.addEventListener("message", resolve));
      await new Promise((resolve) => setTimeout(resolve, 300));
      socket.close();
    }, REALTIME);
    const frames = page.frames();
    expect(frames.filter((frame) => frame.includes("gpt-5.6-sol"))).toEqual([]);
    expect(frames.some((frame) => frame.includes("Be kind."))).toBe(true);
    expect(await page.leaked()).toEqual([]);
  });
});

describe("a page that pinned its functions", () => {
  test("gets nothing forbidden out, by any call, and its allowed calls pass", async () => {
    await page.run(() => {
      const owners: object[] = [Object, Array, Function, Promise, Error, EventTarget].map(
        ({ prototype }) => prototype as object,
      );
      for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Request", "Blob"]) {
        const value = Reflect.get(globalThis, name) as { prototype?: object };
        Object.defineProperty(globalThis, name, { value, configurable: false, writable: false });
        owners.push(value.prototype ?? {});
      }
      for (const owner of owners) {
        for (const key of Reflect.ownKeys(owner)) {
          const was = Object.getOwnPropertyDescriptor(owner, key);
          if (was?.configurable !== true) continue;
          const fixed = { ...was, configurable: false, ...("value" in was ? { writable: false } : {}) };
          Object.defineProperty(owner, key, fixed);
        }
      }
    });
    const { forbidden, allowed } = (await page.run(callInEveryWay, {
      url: CHAT,
      bodies: [FORBIDDEN, ALLOWED],
    })) as { forbidden: object; allowed: object };
    expect(page.arrived()).toEqual([]);
    expect([...new Set(Object.values(forbidden))]).toEqual([403]);
    expect([...new Set(Object.values(allowed))]).toEqual([200]);
  });
});

describe("a page that froze all it can reach", () => {
  test("gets nothing forbidden out, by any call, and its allowed calls pass", async () => {
    await page.run(() => {
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        const one: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
        if (typeof one !== "function") continue;
        Object.freeze(one);
        Object.freeze(one.prototype);
      }
    });
    const { forbidden, allowed } = (await page.run(callInEveryWay, {
      url: CHAT,
      bodies: [FORBIDDEN, ALLOWED],
    })) as {
      forbidden: object;
      allowed: object;
    };
    expect(page.arrived()).toEqual([]);
    expect([...new Set(Object.values(forbidden))]).toEqual([403]);
    expect([...new Set(Object.values(allowed))]).toEqual([200]);
    expect(await page.leaked()).toEqual([]);
  });
});

describe("a page that takes its functions from elsewhere", () => {
  test.each(["about:blank", "srcdoc", "javascript:", "blob:", "same origin"])(
    "gets nothing forbidden out by the functions of a frame of %s, taken at once",
    async (kind) => {
      const seen = await page.run(callByFrame, { url: CHAT, kind, body: FORBIDDEN });
      expect(page.arrived()).toEqual([]);
      expect(seen).toEqual(["stopped", "stopped"]);
    },
  );

  test("gets no frame out of a socket that no hook announced", async () => {
    const seen = await page.run(async (url) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = "<p>";
      document.documentElement.append(frame);
      const Fresh = Reflect.get(frame.contentWindow as Window, "WebSocket") as typeof WebSocket;
      const addresses = [url, url.replace("wss://", `wss://lanyard:${"a".repeat(32)}@`)];
      const outcomes = addresses.map(
        (address) =>
          new Promise((resolve) => {
            const socket = new Fresh(address);
            socket.addEventListener("open", () => {
              socket.send(`{"type":"session.update","session":{"model":"gpt-5.6-sol"}}`);
              resolve("open");
            });
            socket.addEventListener("error", () => resolve("stopped"));
          }),
      );
      return [await outcomes[0], await outcomes[1]];
    }, REALTIME);
    expect(seen).toEqual(["stopped", "stopped"]);
    expect(page.frames()).toEqual([]);
  });
});

test("a WebTransport session to a service is refused, and recorded as what nobody can read", async () => {
  const began = Date.now();
  const opened = await page.run(async (url) => {
    const Transport = Reflect.get(globalThis, "WebTransport") as new (to: string) => { ready: Promise<void> };
    return new Transport(url).ready.then(
      () => "open",
      () => "refused",
    );
  }, "https://api.openai.com/v1/realtime?model=gpt-5.5");
  expect(opened).toBe("refused");
  const denied = async () =>
    (await page.world.agent.journal()).filter(
      ({ kind, time, host }) => kind === "decision" && time >= began && host === "api.openai.com",
    );
  await until("the refusal is in the journal", async () => (await denied()).length > 0);
  expect(await denied()).toMatchObject([{ effect: "deny", ground: "uninspectable" }]);
});

/** Runs in the page. */
async function callInEveryWay({ url, bodies }: { url: string; bodies: string[] }): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const sent = (body: Blob | string): Promise<number> =>
    new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      xhr.open("POST", url);
      xhr.setRequestHeader("content-type", "application/json");
      xhr.onloadend = () => resolve(xhr.status);
      xhr.send(body);
    });
  const status = (init: RequestInit, asRequest: boolean): Promise<unknown> =>
    fetch(asRequest ? new Request(url, init) : url, asRequest ? undefined : init).then(
      (reply) => reply.status,
      String,
    );
  const all: unknown[] = [];
  for (let n = 0; n < bodies.length; n += 1) {
    const body = bodies[n] ?? "";
    const blob = (): Blob => new Blob([body]);
    const stream: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers,
      body: blob().stream(),
      duplex: "half",
    };
    all[n] = {
      text: await status({ method: "POST", headers, body }, false),
      Request: await status({ method: "POST", headers, body }, true),
      Blob: await status({ method: "POST", headers, body: blob() }, false),
      "Request with a Blob": await status({ method: "POST", headers, body: blob() }, true),
      stream: await status(stream, false),
      xhr: await sent(body),
      "xhr with a Blob": await sent(blob()),
    };
  }
  return { forbidden: all[0], allowed: all[1] };
}

/** Runs in the page: text and Blob by the fetch of a frame, before the frame has its document. */
async function callByFrame({
  url,
  kind,
  body,
}: {
  url: string;
  kind: string;
  body: string;
}): Promise<unknown> {
  const frame = document.createElement("iframe");
  if (kind === "srcdoc") frame.srcdoc = "<p>";
  if (kind === "javascript:") frame.src = "javascript:'<p>'";
  if (kind === "blob:") frame.src = URL.createObjectURL(new Blob(["<p>"], { type: "text/html" }));
  if (kind === "same origin") frame.src = "/";
  document.documentElement.append(frame);
  const fresh = (frame.contentWindow as Window & typeof globalThis).fetch;
  const outcome = (given: BodyInit): Promise<unknown> =>
    fresh(url, { method: "POST", headers: { "content-type": "application/json" }, body: given }).then(
      ({ status }) => (status === 403 ? "stopped" : status),
      () => "stopped",
    );
  return [await outcome(body), await outcome(new Blob([body]))];
}
