import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import type { FirefoxTab } from "../browser/firefox-tab.ts";
import { messageCall } from "./calls.ts";
import { FirefoxWorld } from "./firefox-world.ts";
import { until } from "./until.ts";

const executable = await findFirefox();

/** Ways to make a call, each as a function in the page: given address and body, it settles when the call has ended. */
const SHOWN: Readonly<Record<string, string>> = {
  "fetch of a text": "(url, body) => fetch(url, { method: 'POST', body }).catch(() => null)",
  "fetch of bytes":
    "(url, body) => fetch(url, { method: 'POST', body: new TextEncoder().encode(body) }).catch(() => null)",
  "fetch of a Blob":
    "(url, body) => fetch(url, { method: 'POST', body: new Blob([body]) }).catch(() => null)",
  "fetch of 3 MB":
    "(url, body) => fetch(url, { method: 'POST', body: body.replace('[]', JSON.stringify([{ role: 'user', content: 'x'.repeat(3 << 20) }])) }).catch(() => null)",
  "a cloned Request":
    "(url, body) => fetch(new Request(url, { method: 'POST', body }).clone()).catch(() => null)",
  XMLHttpRequest:
    "(url, body) => new Promise((done) => { const x = new XMLHttpRequest(); x.open('POST', url); x.onloadend = done; x.send(body); })",
  "XMLHttpRequest that holds the page":
    "(url, body) => { const x = new XMLHttpRequest(); x.open('POST', url, false); try { x.send(body); } catch {} }",
  sendBeacon: "(url, body) => navigator.sendBeacon(url, body)",
  "fetch that outlives the page":
    "(url, body) => fetch(url, { method: 'POST', body, keepalive: true }).catch(() => null)",
  "fetch in a worker": `(url, body) => new Promise((done) => {
    const code = "onmessage = ({ data: [url, body] }) => fetch(url, { method: 'POST', body }).catch(() => null).then(() => postMessage(0))";
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    worker.onmessage = done;
    worker.postMessage([url, body]);
  })`,
  "fetch in a frame": `(url, body) => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.onload = () => frame.contentWindow.fetch(url, { method: "POST", body }).catch(() => null).then(done);
    frame.srcdoc = "";
    document.body.append(frame);
  })`,
};

/** Sends a form with a file and gives the status, or `denied`. */
const FORM = `async (model) => {
  const body = new FormData();
  body.set("model", model);
  body.set("prompt", "A cat.");
  body.set("image", new File(["SECRET"], "cat.png", { type: "image/png" }));
  const sent = fetch("https://api.openai.com/v1/images/edits", { method: "POST", body });
  return sent.then(({ status }) => status, () => "denied");
}`;

const frame = (model: string) => JSON.stringify({ type: "response.create", model, input: "Hello." });

/** Opens a socket, sends one frame, and gives what came back first, or `nothing`. */
const TALK = `(frame) => new Promise((done) => {
  const socket = new WebSocket("wss://api.openai.com/v1/responses");
  socket.onopen = () => socket.send(frame);
  socket.onmessage = ({ data }) => done(data);
  setTimeout(() => done("nothing"), 2_000);
})`;

describe.skipIf(executable === null)("Firefox, in every way that a page can call", () => {
  let world: FirefoxWorld;
  let firefox: Firefox;
  let page: FirefoxTab;

  beforeAll(async () => {
    world = await FirefoxWorld.open(executable ?? "");
    await world.agent.start();
    firefox = await world.launchReady("ways");
    page = await firefox.newTab("https://intranet.example/");
  });
  afterAll(() => world.close());
  beforeEach(() => world.fakes.forget());

  const make = (way: string, model: string) => {
    const { url } = messageCall(model);
    const body = JSON.stringify({ model, max_tokens: 8, messages: [] });
    return page.evaluateText(`async ({ url, body }) => { await (${way})(url, body); }`, { url, body });
  };
  const arrived = () => world.fakes.received({ host: "api.anthropic.com", method: "POST" });
  const denials = async (since: number) =>
    (await world.agent.journal("--effect", "deny")).filter(({ time }) => time >= since);

  test.each(Object.entries(SHOWN))(
    "%s is sent for an allowed model and not for a forbidden one",
    async (_name, way) => {
      await make(way, "claude-opus-4-8");
      await until("the allowed one has arrived", () => arrived().length === 1);
      const began = Date.now();
      await make(way, "mythos-5");
      await until("the denial is in the journal", async () => (await denials(began)).length > 0);
      expect((await denials(began))[0]).toMatchObject({ model: "anthropic/mythos-5", inspectable: true });
      expect(arrived()).toHaveLength(1);
    },
  );

  test("a stream is sent as a word that says nothing, so it is denied", async () => {
    await make(
      "(url, body) => fetch(url, { method: 'POST', duplex: 'half', body: new Response(body).body }).catch(() => null)",
      "claude-opus-4-8",
    );
    expect(arrived()).toEqual([]);
  });

  test("of a form with a file the fields decide, and a forbidden model's is not sent", async () => {
    expect(await page.evaluateText(FORM, "gpt-5.6-sol")).toBe("denied");
    expect(world.fakes.received({ host: "api.openai.com", method: "POST" })).toEqual([]);
    expect(await page.evaluateText(FORM, "gpt-5.5")).toBe(200);
  });

  test("of a socket in a page with a hook the frames are read, and its nonce never goes on the wire", async () => {
    const app = await firefox.newTab("https://chatgpt.com/");
    expect(await app.evaluateText(TALK, frame("gpt-5.6-sol"))).toBe("nothing");
    expect(await app.evaluateText(TALK, frame("gpt-5.5"))).not.toBe("nothing");
    const sockets = world.fakes.sockets("api.openai.com");
    expect(sockets.flatMap(({ frames }) => frames)).toEqual([frame("gpt-5.5")]);
    expect(JSON.stringify(sockets.map(({ head }) => head))).not.toMatch(/lanyard|authorization/i);
    await app.close();
  });

  test("a socket to a forbidden service is never opened", async () => {
    const outcome = await page.evaluateText(
      `() => new Promise((done) => {
        const socket = new WebSocket("wss://api.openai.com/v1/realtime?model=gpt-5.6-sol");
        socket.onopen = () => done("open");
        socket.onerror = () => done("denied");
      })`,
    );
    expect(outcome).toBe("denied");
    expect(world.fakes.received({ host: "api.openai.com" })).toEqual([]);
  });
});
