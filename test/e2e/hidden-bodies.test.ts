import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Received } from "../fake/received.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const ALLOWED = "gpt-5.5";
const FORBIDDEN = "gpt-5.6-sol";
const CHAT = "https://api.openai.com/v1/chat/completions";
const SPEECH = "https://api.openai.com/v1/audio/transcriptions";

/** How a page sends a text; runs in the page. */
type Way = (url: string, text: string) => Promise<number>;

/** One way to send a body that the network event does not show, or not all of it. */
interface Case {
  readonly url: string;
  readonly send: Way;
  /** What the server must have got; left out: the very text. */
  readonly arrived?: (one: Received, text: string) => boolean;
}

const CASES: Readonly<Record<string, Case>> = {
  "a Blob": {
    url: CHAT,
    send: async (url, text) => (await fetch(url, { method: "POST", body: new Blob([text]) })).status,
  },
  "a File": {
    url: CHAT,
    send: async (url, text) =>
      (await fetch(url, { method: "POST", body: new File([text], "call.json") })).status,
  },
  "a stream": {
    url: CHAT,
    send: async (url, text) => {
      const init = { method: "POST", body: new Blob([text]).stream(), duplex: "half" };
      return (await fetch(url, init)).status;
    },
  },
  "a gzipped stream": {
    url: CHAT,
    send: async (url, text) => {
      const body = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
      return (await fetch(url, { method: "POST", body, duplex: "half" } as RequestInit)).status;
    },
    arrived: ({ body }, text) => gunzipSync(body).toString() === text,
  },
  "a gzipped Blob": {
    url: CHAT,
    send: async (url, text) => {
      const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
      return (await fetch(url, { method: "POST", body: await new Response(packed).blob() })).status;
    },
    arrived: ({ body }, text) => gunzipSync(body).toString() === text,
  },
  "a PATCH": {
    url: CHAT,
    send: async (url, text) => (await fetch(url, { method: "PATCH", body: text })).status,
  },
  "a Request with a Blob": {
    url: CHAT,
    send: async (url, text) =>
      (await fetch(new Request(url, { method: "POST", body: new Blob([text]) }))).status,
  },
  "a form with a file in memory": {
    url: SPEECH,
    send: async (url, text) => {
      const body = new FormData();
      body.append("model", (JSON.parse(text) as { model: string }).model);
      body.append("file", new File([text], "speech.wav"));
      return (await fetch(url, { method: "POST", body })).status;
    },
    arrived: (one, text) => one.text.includes('filename="speech.wav"') && one.text.includes(text),
  },
  "a Blob by XMLHttpRequest": {
    url: CHAT,
    send: (url, text) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", url);
        request.addEventListener("load", () => resolve(request.status));
        request.addEventListener("error", () => reject(new Error("It failed.")));
        request.send(new Blob([text]));
      }),
  },
  "a PATCH by XMLHttpRequest": {
    url: CHAT,
    send: (url, text) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("PATCH", url);
        request.addEventListener("load", () => resolve(request.status));
        request.addEventListener("error", () => reject(new Error("It failed.")));
        request.send(text);
      }),
  },
};

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("unpacked");
  page = await context.newPage();
  await page.goto("https://chatgpt.com/");
});
afterAll(() => world.close());
beforeEach(() => world.fakes.forget());

/** Sends a chat with this model; the status that the page sees, or the words of its error. */
function send(way: Way, url: string, model: string, on: Page = page): Promise<number | string> {
  const text = textFor(model);
  // The text of the function is what the page runs; nothing in it is from outside this file.
  return on.evaluate(`(${way.toString()})(${JSON.stringify(url)}, ${JSON.stringify(text)}).catch(String)`);
}

function textFor(model: string): string {
  return JSON.stringify({ model, messages: [{ role: "user", content: "Summarize the notes." }] });
}

const arrivedAt = (url: string) =>
  world.fakes
    .received({ host: "api.openai.com", path: new URL(url).pathname })
    .filter(({ method }) => method !== "OPTIONS");

async function newestDecision() {
  return (await world.agent.journal()).findLast(({ kind }) => kind === "decision");
}

test.each(Object.entries(CASES))(
  "%s is read: the forbidden model is stopped, the allowed one goes on unchanged, and both are recorded",
  async (_name, { url, send: way, arrived = (one, text) => one.text === text }) => {
    const before = (await world.agent.journal()).length;
    expect(await send(way, url, FORBIDDEN)).toBe(403);
    expect(arrivedAt(url)).toEqual([]);
    await until("the denial is recorded", async () => (await world.agent.journal()).length > before);
    expect(await newestDecision()).toMatchObject({
      effect: "deny",
      model: `openai/${FORBIDDEN}`,
      inspectable: true,
    });

    const after = (await world.agent.journal()).length;
    expect(typeof (await send(way, url, ALLOWED))).toBe("number");
    const [one, ...more] = arrivedAt(url);
    expect(more).toEqual([]);
    expect(one !== undefined && arrived(one, textFor(ALLOWED))).toBe(true);
    await until("the permit is recorded", async () => (await world.agent.journal()).length > after);
    expect(await newestDecision()).toMatchObject({
      effect: "permit",
      model: `openai/${ALLOWED}`,
      inspectable: true,
    });
  },
);

/** Sends what the page's file field holds, as a form; the status that the page sees, or the words of its error. */
function sendForm(model: string): Promise<number | string> {
  return page.evaluate(
    async ({ url, named }) => {
      const body = new FormData();
      body.append("model", named);
      const [file] = document.querySelector<HTMLInputElement>("#upload")?.files ?? [];
      if (file !== undefined) body.append("file", file);
      return fetch(url, { method: "POST", body }).then(({ status }) => status, String);
    },
    { url: SPEECH, named: model },
  );
}

async function chooseFile(name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(() => {
    document.querySelector("#upload")?.remove();
    const field = document.createElement("input");
    Object.assign(field, { type: "file", id: "upload" });
    document.body.append(field);
  });
  const file = join(world.folder, name);
  await writeFile(file, bytes);
  await page.setInputFiles("#upload", file);
}

test("a form with a file from the disk is read, and goes on whole", async () => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 256));
  await chooseFile("speech.wav", bytes);
  expect(await sendForm(FORBIDDEN)).toBe(403);
  expect(arrivedAt(SPEECH)).toEqual([]);
  expect(await sendForm("gpt-4o-transcribe")).toBeTypeOf("number");
  const [one, ...more] = arrivedAt(SPEECH);
  expect(more).toEqual([]);
  expect(Buffer.from(one?.body ?? []).includes(bytes)).toBe(true);
});

test("a form that is larger than what is read is not sent, and the record counts its file", async () => {
  await chooseFile("long.wav", Buffer.alloc(34_000_000, 1));
  const before = (await world.agent.journal()).length;
  expect(await sendForm("gpt-4o-transcribe")).toBe(403);
  expect(arrivedAt(SPEECH)).toEqual([]);
  await until("the denial is recorded", async () => (await world.agent.journal()).length > before);
  expect(await newestDecision()).toMatchObject({
    ground: "uninspectable",
    inspectable: false,
    attachments: 1,
  });
});

test("what goes on the wire holds no mark of ours", async () => {
  const { send: way } = CASES["a Blob"] as Case;
  await send(way, CHAT, ALLOWED);
  const all = world.fakes
    .received()
    .map(({ path, query, headers }) => JSON.stringify([path, query, headers]));
  expect(all.join()).not.toMatch(/lanyard/i);
});

test("a body from a page without a hook stays unreadable, so it is not sent", async () => {
  const neutral = await context.newPage();
  await neutral.goto("https://intranet.example/");
  const { send: way } = CASES["a Blob"] as Case;
  expect(await send(way, CHAT, ALLOWED, neutral)).toBe("TypeError: Failed to fetch");
  expect(arrivedAt(CHAT)).toEqual([]);
  await neutral.close();
});

test("a nonce of the page's own making opens nothing", async () => {
  const forged = await page.evaluate(async (url) => {
    const body = new Blob([JSON.stringify({ model: "gpt-5.5", messages: [] })]);
    // A frame's own fetch, taken before anything could be put into it.
    const frame = document.createElement("iframe");
    frame.srcdoc = "<p>";
    document.body.append(frame);
    const taken = (frame.contentWindow as Window & typeof globalThis).fetch;
    return taken(`${url}#lanyard=${"0".repeat(32)}`, { method: "POST", body }).then(
      ({ status }) => status,
      String,
    );
  }, CHAT);
  expect(forged).toMatch(/TypeError|403/);
  expect(arrivedAt(CHAT)).toEqual([]);
});

test("a denial is said in the service's own words, and says nothing about the person", async () => {
  const seen = await page.evaluate(
    async ({ url, body }) => {
      const reply = await fetch(url, { method: "POST", body });
      return { status: reply.status, url: reply.url, text: await reply.text() };
    },
    { url: CHAT, body: textFor(FORBIDDEN) },
  );
  expect(seen).toMatchObject({ status: 403, url: CHAT });
  expect(JSON.parse(seen.text)).toMatchObject({ error: { code: "permission_denied" } });
  expect(seen.text).not.toMatch(/engineer|Sol|list|sol-by-listing/);
});
