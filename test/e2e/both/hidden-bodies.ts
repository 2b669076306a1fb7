import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Received } from "../../fake/received.ts";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

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

type Cases = Readonly<Record<string, Case>>;

const CASES: Cases = {
  "a Blob": {
    url: CHAT,
    send: async (url, text) => (await fetch(url, { method: "POST", body: new Blob([text]) })).status,
  },
  "a File": {
    url: CHAT,
    send: async (url, text) =>
      (await fetch(url, { method: "POST", body: new File([text], "call.json") })).status,
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

const STREAMS: Cases = {
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
};

function textFor(model: string): string {
  return JSON.stringify({ model, messages: [{ role: "user", content: "Summarize the notes." }] });
}

/**
 * What is shown of bodies that network events do not show, in pages with a hook. Chromium hides more: streams, which no
 * other browser sends, what is in a Blob, and forms with a file of the disk altogether.
 */
export function showHiddenBodies(world: () => DrivenWorld, browser: "chromium" | "firefox"): void {
  let page: DrivenPage;

  beforeAll(async () => {
    page = await world().newPage("https://chatgpt.com/");
  });
  afterAll(() => page.close());
  beforeEach(() => world().fakes.forget());

  /** Sends a chat with this model; the status that the page sees, or the words of its error. */
  function send(way: Way, url: string, model: string, on = page): Promise<unknown> {
    const text = textFor(model);
    // The text of the function is what the page runs; nothing in it is from outside this file.
    return on.evaluateText(`(text) => (${way.toString()})(${JSON.stringify(url)}, text).catch(String)`, text);
  }

  const arrivedAt = (url: string) =>
    world()
      .fakes.received({ host: "api.openai.com", path: new URL(url).pathname })
      .filter(({ method }) => method !== "OPTIONS");

  /** Waits for a decision like this on a call since then; records of earlier calls may still come. */
  const recorded = (since: number, said: Readonly<Record<string, unknown>>): Promise<number> =>
    until(`a decision is recorded with ${JSON.stringify(said)}`, async () =>
      (await world().agent.journal()).some(
        (event) =>
          event.kind === "decision" &&
          event.time >= since &&
          Object.entries(said).every(([name, value]) => Object(event)[name] === value),
      ),
    );

  async function isRead(
    _name: string,
    { url, send: way, arrived = (one, text) => one.text === text }: Case,
  ): Promise<void> {
    const since = Date.now();
    expect(await send(way, url, FORBIDDEN)).toBe(403);
    expect(arrivedAt(url)).toEqual([]);
    await recorded(since, { effect: "deny", model: `openai/${FORBIDDEN}`, inspectable: true });

    expect(typeof (await send(way, url, ALLOWED))).toBe("number");
    const [one, ...more] = arrivedAt(url);
    expect(more).toEqual([]);
    expect(one !== undefined && arrived(one, textFor(ALLOWED))).toBe(true);
    await recorded(since, { effect: "permit", model: `openai/${ALLOWED}`, inspectable: true });
  }

  const READ =
    "%s is read: the forbidden model is stopped, the allowed one goes on unchanged, and both are recorded";
  test.each(Object.entries(CASES))(READ, isRead);

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
    }, null);
    const file = join(world().folder, name);
    await writeFile(file, bytes);
    await page.choose("#upload", file);
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

  test("what goes on the wire holds no mark of ours", async () => {
    const { send: way } = CASES["a Blob"] as Case;
    await send(way, CHAT, ALLOWED);
    const all = world()
      .fakes.received()
      .map(({ path, query, headers }) => JSON.stringify([path, query, headers]));
    expect(all.join()).not.toMatch(/lanyard/i);
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

  if (browser !== "chromium") return;

  test.each(Object.entries(STREAMS))(READ, isRead);

  test("a form that is larger than what is read is not sent, and the record counts its file", async () => {
    await chooseFile("long.wav", Buffer.alloc(34_000_000, 1));
    const since = Date.now();
    expect(await sendForm("gpt-4o-transcribe")).toBe(403);
    expect(arrivedAt(SPEECH)).toEqual([]);
    await recorded(since, { ground: "uninspectable", inspectable: false, attachments: 1 });
  });

  test("a body from a page without a hook stays unreadable, so it is not sent", async () => {
    const neutral = await world().newPage("https://intranet.example/");
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
}
