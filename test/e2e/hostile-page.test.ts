import type { BrowserContext, CDPSession, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callFrom, chatCall } from "./calls.ts";
import { World } from "./world.ts";

const CHAT = "https://api.openai.com/v1/chat/completions";
const REALTIME = "wss://api.openai.com/v1/realtime?model=gpt-5.5";
const FORBIDDEN = chatCall(CHAT, "gpt-5.6-sol").body;
const ALLOWED = chatCall(CHAT, "gpt-5.5").body;

let world: World;
let context: BrowserContext;
let page: Page;
let session: CDPSession;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("unpacked");
  page = await context.newPage();
  session = await context.newCDPSession(page);
});
afterAll(() => world.close());

beforeEach(async () => {
  await page.goto("https://chatgpt.com/stand-in/hostile.html");
  world.fakes.forget();
});

/** Runs a function in the page by the protocol alone: Playwright's own script would not survive there. */
async function inPage<A, R>(work: (given: A) => R, given?: A): Promise<Awaited<R>> {
  const expression = `(async () => hostile.stringify((await (${work.toString()})(${JSON.stringify(given ?? null)})) ?? null))()`;
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined)
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return JSON.parse(String(result.value)) as Awaited<R>;
}

/** What of the forbidden model reached the service. */
const arrived = (): string[] =>
  world.fakes
    .received({ method: "POST" })
    .map(({ text }) => text)
    .filter((text) => text.includes("gpt-5.6-sol"));

/** What the page got hold of that is none of its business. */
async function leaked(): Promise<string[]> {
  const { seen, heard } = await inPage(() => hostile.take());
  expect(seen.length).toBeGreaterThan(0); // of the page's own doing
  const secret =
    /clearance|engineer-17|everyday-models|sol-by-listing|revision|chrome-extension|"verdict"|"wanted"|"inspect"/;
  return [...new Set([...seen, ...heard].filter((text) => secret.test(text) || /\bwhy\b.*"n"/.test(text)))];
}

describe("a page that replaced every prototype in its first script", () => {
  test("gets nothing forbidden out, by any call, and its allowed calls pass", async () => {
    const seen = await inPage(callInEveryWay, { url: CHAT, bodies: [FORBIDDEN, ALLOWED] });
    expect(arrived()).toEqual([]);
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
    expect(await leaked()).toEqual([]);
  });

  test("gets no forbidden frame out of a socket, and sees none of what is said of it", async () => {
    await inPage(async (url) => {
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      socket.send(`{"type":"session.update","session":{"model":"gpt-5.6-sol"}}`);
      socket.send(`{"type":"session.update","session":{"instructions":"Be kind."}}`);
      await new Promise((resolve) => socket.addEventListener("message", resolve));
      await new Promise((resolve) => setTimeout(resolve, 300));
      socket.close();
    }, REALTIME);
    const frames = world.fakes.sockets("api.openai.com").flatMap(({ frames: all }) => all.map(String));
    expect(frames.filter((frame) => frame.includes("gpt-5.6-sol"))).toEqual([]);
    expect(frames.some((frame) => frame.includes("Be kind."))).toBe(true);
    expect(await leaked()).toEqual([]);
  });
});

describe("a page that froze all it can reach", () => {
  test("gets nothing forbidden out, by any call, and its allowed calls pass", async () => {
    await inPage(() => {
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        const one: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
        if (typeof one !== "function") continue;
        Object.freeze(one);
        Object.freeze(one.prototype);
      }
    });
    const { forbidden, allowed } = (await inPage(callInEveryWay, {
      url: CHAT,
      bodies: [FORBIDDEN, ALLOWED],
    })) as {
      forbidden: object;
      allowed: object;
    };
    expect(arrived()).toEqual([]);
    expect([...new Set(Object.values(forbidden))]).toEqual([403]);
    expect([...new Set(Object.values(allowed))]).toEqual([200]);
  });
});

describe("a page that takes its functions from elsewhere", () => {
  test.each(["about:blank", "srcdoc", "javascript:", "blob:", "same origin"])(
    "gets nothing forbidden out by the functions of a frame of %s, taken at once",
    async (kind) => {
      const seen = await inPage(callByFrame, { url: CHAT, kind, body: FORBIDDEN });
      expect(arrived()).toEqual([]);
      expect(seen).toEqual(["stopped", "stopped"]);
    },
  );

  test("gets no frame out of a socket that no hook announced", async () => {
    const seen = await inPage(async (url) => {
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
    expect(world.fakes.sockets("api.openai.com").flatMap(({ frames }) => frames)).toEqual([]);
  });
});

/** The ways to a frame whose window the page holds before its document is there. */
const EARLY = ["srcdoc", "same origin", "blob:", "javascript:"];

describe("a page that is in a frame before the hook is", () => {
  test.each(EARLY)(
    "gets no forbidden frame out by answering the hook of a frame of %s itself",
    async (kind) => {
      await inPage(
        async ({ url, from }) => {
          const frame = document.createElement("iframe");
          if (from === "srcdoc") frame.srcdoc = "<p>";
          if (from === "same origin") frame.src = "/";
          if (from === "javascript:") frame.src = "javascript:'<p>'";
          if (from === "blob:") frame.src = URL.createObjectURL(new Blob(["<p>"], { type: "text/html" }));
          const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
          document.documentElement.append(frame);
          const view = frame.contentWindow as Window & typeof globalThis;
          view.addEventListener("lanyard", (event) => {
            const port = (event as MessageEvent).ports[0];
            port?.addEventListener(
              "message",
              ({ data }: MessageEvent<{ type: string; s: number; n: number }>) => {
                if (data.type !== "frame") return;
                port.postMessage({ type: "frame", s: data.s, n: data.n, verdict: { kind: "send" } });
              },
            );
          });
          await loaded;
          const { WebSocket: FrameSocket } = frame.contentWindow as Window & typeof globalThis;
          const socket = new FrameSocket(url);
          const ended = new Promise((resolve) => {
            socket.addEventListener("error", resolve);
            socket.addEventListener("open", () => {
              socket.send(`{"type":"session.update","session":{"model":"gpt-5.6-sol"}}`);
              setTimeout(resolve, 500);
            });
          });
          await ended;
        },
        { url: REALTIME, from: kind },
      );
      const frames = world.fakes.sockets("api.openai.com").flatMap(({ frames: all }) => all.map(String));
      expect(frames.filter((frame) => frame.includes("gpt-5.6-sol"))).toEqual([]);
    },
  );
});

describe("a page that forges and floods", () => {
  test("gets no unread body out under a nonce of its own making", async () => {
    const seen = await inPage(
      async ({ url, body }) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = "<p>";
        document.documentElement.append(frame);
        const fresh = (frame.contentWindow as Window & typeof globalThis).fetch;
        const address = `${url}#lanyard=${"0".repeat(32)}`;
        return fresh(address, { method: "POST", body: new Blob([body]) }).then(
          ({ status }) => status,
          () => "stopped",
        );
      },
      { url: CHAT, body: FORBIDDEN },
    );
    expect(seen).toBe("stopped");
    expect(arrived()).toEqual([]);
  });

  test("gets no other body out under a nonce that it read where the browser lists what was loaded", async () => {
    const seen = await inPage(
      async ({ url, bodies }) => {
        const reply = await fetch(url, { method: "POST", body: new Blob([bodies[1] ?? ""]) });
        await reply.text();
        await new Promise((resolve) => setTimeout(resolve, 300));
        const frame = document.createElement("iframe");
        frame.srcdoc = "<p>";
        document.documentElement.append(frame);
        const fresh = (frame.contentWindow as Window & typeof globalThis).fetch;
        const listed = performance
          .getEntriesByType("resource")
          .filter(({ name }) => name.includes("#lanyard="));
        const outcomes: unknown[] = [];
        for (let n = 0; n < listed.length; n += 1) {
          const name = listed[n]?.name ?? url;
          outcomes[n] = await fresh(name, { method: "POST", body: new Blob([bodies[0] ?? ""]) }).then(
            ({ status }) => status,
            () => "stopped",
          );
        }
        return { nonces: listed.length, passed: outcomes.filter((one) => one === 200).length };
      },
      { url: CHAT, bodies: [FORBIDDEN, ALLOWED] },
    );
    expect(seen.nonces).toBeGreaterThan(0);
    expect(seen.passed).toBe(0);
    expect(arrived()).toEqual([]);
  });

  test("is not listened to when it hands over a port of its own", async () => {
    const heard = await inPage(async () => {
      const { port1, port2 } = new MessageChannel();
      let count = 0;
      port1.addEventListener("message", () => (count += 1));
      port1.start();
      for (const target of [window, document]) {
        target.dispatchEvent(new MessageEvent("lanyard", { ports: [port2], bubbles: true }));
      }
      port1.postMessage({
        type: "why",
        n: 1,
        method: "POST",
        url: "https://api.openai.com/v1/chat/completions",
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return count;
    });
    expect(heard).toBe(0);
  });

  test("leaves other pages usable while it makes 10,000 forbidden calls", async () => {
    const flood = inPage(
      async ({ url, body }) => {
        const blob = new Blob([body]);
        const ends: Promise<unknown>[] = [];
        for (let n = 0; n < 10_000; n += 1) {
          ends.push(fetch(url, { method: "POST", body: n % 2 === 0 ? body : blob }).catch(String));
          if (n % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
        }
        await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, 20_000))]);
      },
      { url: CHAT, body: FORBIDDEN },
    );
    const other = await context.newPage();
    await other.goto("https://claude.ai/");
    const began = performance.now();
    expect(await callFrom(other, chatCall(CHAT, "gpt-5.5"))).toMatchObject({ status: 200 });
    expect(performance.now() - began).toBeLessThan(10_000);
    await flood;
    expect(arrived()).toEqual([]);
    expect(await callFrom(other, chatCall(CHAT, "gpt-5.5"))).toMatchObject({ status: 200 });
    await other.close();
  });
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

/** What the hostile page keeps. */
declare const hostile: {
  readonly take: () => { readonly seen: string[]; readonly heard: string[] };
  readonly stringify: typeof JSON.stringify;
};
