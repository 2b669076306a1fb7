import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FromHook } from "../../shared/wire/page.ts";
import { callFrom, chatCall } from "./calls.ts";
import { ALLOWED, CHAT, FORBIDDEN, HostilePage, REALTIME } from "./hostile.ts";

const NONCE = "f".repeat(32);
/** One of each kind that a hook says (`shared/wire/page.ts`), as a page would forge them. */
const FORGED = [
  { type: "claim", n: 1, method: "POST", url: CHAT },
  {
    type: "bind",
    n: 2,
    nonce: NONCE,
    method: "POST",
    url: CHAT,
    contentType: "application/json",
    bytes: null,
    size: 2,
    files: [],
  },
  { type: "why", n: 3, method: "POST", url: CHAT },
  { type: "nonces", nonces: [NONCE] },
  { type: "socket", s: 1, nonce: NONCE, url: REALTIME },
  { type: "channel", s: 2, label: "a" },
  { type: "frame", s: 1, n: 4, data: "{}" },
  { type: "received", s: 1, data: "{}" },
  { type: "closed", s: 1 },
  { type: "reply", r: "1", status: 200, headers: [] },
  { type: "chunk", r: "1", data: "{}" },
  { type: "end", r: "1" },
  { type: "scripts", n: 1, text: "", last: true },
] as const satisfies readonly FromHook[];

let page: HostilePage;

beforeAll(async () => {
  page = await HostilePage.open();
});
afterAll(() => page.world.close());
beforeEach(() => page.load());

/** The ways to a frame whose window the page holds before its document is there. */
const EARLY = ["srcdoc", "same origin", "blob:", "javascript:"];

describe("a page that is in a frame before the hook is", () => {
  test.each(EARLY)(
    "gets no forbidden frame out by answering the hook of a frame of %s itself",
    async (kind) => {
      await page.run(
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
      const frames = page.frames();
      expect(frames.filter((frame) => frame.includes("gpt-5.6-sol"))).toEqual([]);
    },
  );
});

describe("a page that forges and floods", () => {
  test("gets no unread body out under a nonce of its own making", async () => {
    const seen = await page.run(
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
    expect(page.arrived()).toEqual([]);
  });

  test("gets no other body out under a nonce that it read where the browser lists what was loaded", async () => {
    const seen = await page.run(
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
    expect(page.arrived()).toEqual([]);
  });

  test("gets no frame out of a second socket under the nonce of a first", async () => {
    const seen = await page.run(async (url) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = "<p>";
      document.documentElement.append(frame);
      const fresh = frame.contentWindow as Window & typeof globalThis;
      // Another realm's getter reads the address of any socket as it is natively.
      const own = Object.getOwnPropertyDescriptor(fresh.WebSocket.prototype, "url");
      const FreshSocket = fresh.WebSocket;
      const opened = (address: string): Promise<string> =>
        new Promise((resolve) => {
          const socket = new FreshSocket(address);
          socket.addEventListener("open", () => {
            socket.send(`{"type":"session.update","session":{"model":"gpt-5.6-sol"}}`);
            resolve("open");
          });
          socket.addEventListener("error", () => resolve("stopped"));
        });
      const first = new WebSocket(url);
      const address = String(own?.get?.call(first));
      const atOnce = opened(address);
      await new Promise((resolve) => first.addEventListener("open", resolve));
      const later = [await atOnce, await opened(address)];
      first.close();
      return { address: address.replace(/[0-9a-f]{32}/, "NONCE"), later };
    }, REALTIME);
    expect(seen).toEqual({
      address: REALTIME.replace("wss://", "wss://lanyard:NONCE@"),
      later: ["stopped", "stopped"],
    });
    expect(page.frames()).toEqual([]);
  });

  test("is not listened to, whatever it says over a port of its own", async () => {
    const heard = await page.run(async (messages) => {
      const { port1, port2 } = new MessageChannel();
      let count = 0;
      port1.addEventListener("message", () => (count += 1));
      port1.start();
      const taken: boolean[] = [];
      for (const target of [window, document]) {
        const event = new MessageEvent("lanyard", { ports: [port2], bubbles: true, cancelable: true });
        taken[taken.length] = !target.dispatchEvent(event);
      }
      for (const message of messages) {
        port1.postMessage(message);
        window.postMessage(message, "*");
        document.dispatchEvent(new CustomEvent("lanyard", { detail: message }));
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { count, taken };
    }, FORGED);
    expect(heard).toEqual({ count: 0, taken: [false, false] });
  });

  test("gets no frame and no body out under nonces that it says it is the hook of", async () => {
    const seen = await page.run(
      async ({ url, chat, body, messages }) => {
        for (const message of messages) {
          const { port1, port2 } = new MessageChannel();
          window.dispatchEvent(new MessageEvent("lanyard", { ports: [port2] }));
          port1.postMessage(message);
        }
        const frame = document.createElement("iframe");
        frame.srcdoc = "<p>";
        document.documentElement.append(frame);
        const fresh = frame.contentWindow as Window & typeof globalThis;
        const FreshSocket = fresh.WebSocket;
        const freshFetch = fresh.fetch.bind(fresh);
        const nonce = "f".repeat(32);
        const socket = new FreshSocket(url.replace("wss://", `wss://lanyard:${nonce}@`));
        const opened = await new Promise((resolve) => {
          socket.addEventListener("open", () => resolve("open"));
          socket.addEventListener("error", () => resolve("stopped"));
        });
        const called = await freshFetch(`${chat}#lanyard=${nonce}`, {
          method: "POST",
          body: new Blob([body]),
        }).then(
          ({ status }) => status,
          () => "stopped",
        );
        return { opened, called };
      },
      { url: REALTIME, chat: CHAT, body: FORBIDDEN, messages: FORGED },
    );
    expect(seen).toEqual({ opened: "stopped", called: "stopped" });
    expect(page.arrived()).toEqual([]);
  });

  test("leaves other pages usable while it says 10,000 things at once and makes 1,000 forbidden calls", async () => {
    const flood = page.run(sayALot, REALTIME).then(() => page.run(callALot, { url: CHAT, body: FORBIDDEN }));
    const other = await page.context.newPage();
    await other.goto("https://claude.ai/");
    const began = performance.now();
    expect(await callFrom(other, chatCall(CHAT, "gpt-5.5"))).toMatchObject({ status: 200 });
    expect(performance.now() - began).toBeLessThan(10_000);
    await flood;
    expect(page.arrived()).toEqual([]);
    expect(page.frames()).toEqual([]);
    expect(await callFrom(other, chatCall(CHAT, "gpt-5.5"))).toMatchObject({ status: 200 });
    await other.close();
  });
});

/** Runs in the page: calls faster than they are answered, half of them with bodies that must be read first. */
async function callALot({ url, body }: { url: string; body: string }): Promise<void> {
  const blob = new Blob([body]);
  const ends: Promise<unknown>[] = [];
  for (let n = 0; n < 1_000; n += 1)
    ends[n] = fetch(url, { method: "POST", body: n % 2 === 0 ? body : blob }).catch(String);
  await Promise.all(ends);
}

/** Runs in the page: 10,000 messages of its hook at once, by the frames of a socket. */
async function sayALot(url: string): Promise<void> {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  for (let n = 0; n < 10_000; n += 1)
    socket.send(`{"type":"session.update","session":{"model":"gpt-5.6-sol","n":${n}}}`);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  socket.close();
}
