import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch } from "../browser/launch.ts";
import { type Double, hookScript, hookWithDouble } from "./hook-double.ts";
import { World } from "./world.ts";

const ECHO = "https://start.example/lab/echo";
const CLOSED = "https://start.example/lab/closed-origin";
const SOCKET = "wss://start.example/lab/echo";

let world: World;
let script: string;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  script = await hookScript(true);
});
afterAll(() => world.close());

beforeEach(async () => {
  world.fakes.forget();
  const context = world.keep(await launch(world.launchOptions(`hook-${Math.random()}`), []));
  page = await context.newPage();
  await hookWithDouble(page, script);
  await page.goto("https://chatgpt.com/");
  return () => context.close();
});

const ANSWER = {
  status: 403,
  statusText: "Forbidden",
  headers: [
    ["content-type", "application/json"],
    ["x-request-id", "7"],
  ],
  body: `{"error":{"message":"No."}}`,
} as const;

describe("a call that failed", () => {
  test("is answered as the service would have", async () => {
    const seen = await page.evaluate(
      async ({ url, answer }) => {
        double.answers.why = (message) => ({
          type: "verdict",
          n: (message as { n: number }).n,
          verdict: { kind: "answer", answer },
        });
        const reply = await fetch(url, { method: "POST", body: "a" });
        const { status, statusText, ok, url: address, type } = reply;
        const isReal = reply instanceof Response;
        return {
          status,
          statusText,
          ok,
          address,
          type,
          isReal,
          id: reply.headers.get("x-request-id"),
          json: (await reply.json()) as unknown,
        };
      },
      { url: CLOSED, answer: ANSWER },
    );
    expect(seen).toEqual({
      status: 403,
      statusText: "Forbidden",
      ok: false,
      address: CLOSED,
      type: "cors",
      isReal: true,
      id: "7",
      json: { error: { message: "No." } },
    });
  });

  test("is the page's own failure where the worker knows nothing of it", async () => {
    const seen = await page.evaluate(async (url) => {
      double.answers.why = (message) => ({
        type: "verdict",
        n: (message as { n: number }).n,
        verdict: { kind: "none" },
      });
      return fetch(url).catch(String);
    }, CLOSED);
    expect(seen).toBe("TypeError: Failed to fetch");
  });

  test.each(["text", "bytes", "form", "Request", "request with text"])(
    "goes out once more, with %s as before, when the person has answered",
    async (kind) => {
      await page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
      const seen = await page.evaluate(tryAgain, { url: ECHO, kind, body: undefined });
      expect(seen).toMatchObject({ method: "POST", named: { "x-one": "1" } });
      expect((seen as { body: string }).body).toContain("before");
    },
  );

  test("goes out once more with what the worker put in its place", async () => {
    await page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
    const seen = await page.evaluate(tryAgain, { url: ECHO, kind: "text", body: "redacted" });
    expect(seen).toMatchObject({ method: "POST", body: "redacted", type: "text/plain;charset=UTF-8" });
  });

  test("ends at once with the page's reason when the page aborts while the person is asked", async () => {
    const seen = await page.evaluate(async (url) => {
      const controller = new AbortController();
      const going = fetch(url, { signal: controller.signal }).catch(String);
      while (!double.said.some(({ type }) => type === "why"))
        await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort(new RangeError("mine"));
      return going;
    }, CLOSED);
    expect(seen).toBe("RangeError: mine");
  });

  test("gets its own failure when the worker is lost while the person is asked", async () => {
    const seen = await page.evaluate(async (url) => {
      const going = fetch(url).catch(String);
      while (!double.said.some(({ type }) => type === "why"))
        await new Promise((resolve) => setTimeout(resolve, 5));
      double.tell({ type: "lost", back: true });
      return going;
    }, CLOSED);
    expect(seen).toBe("TypeError: Failed to fetch");
  });
});

describe("an XMLHttpRequest that failed", () => {
  test("shows the service's answer, with its events in order", async () => {
    const seen = await page.evaluate(
      async ({ url, answer }) => {
        double.answers.why = (message) => ({
          type: "verdict",
          n: (message as { n: number }).n,
          verdict: { kind: "answer", answer },
        });
        const xhr = new XMLHttpRequest();
        const events: string[] = [];
        for (const type of ["readystatechange", "loadstart", "progress", "load", "error", "loadend"]) {
          xhr.addEventListener(type, () =>
            events.push(`${type} ${xhr.readyState} ${xhr.responseText.length}`),
          );
        }
        xhr.open("POST", url);
        xhr.send("a");
        await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
        const { status, statusText, responseText, responseURL, response } = xhr;
        const headers = [
          xhr.getResponseHeader("X-Request-Id"),
          xhr.getResponseHeader("none"),
          xhr.getAllResponseHeaders(),
        ];
        return {
          status,
          statusText,
          same: response === responseText,
          responseText,
          responseURL,
          headers,
          events,
        };
      },
      { url: CLOSED, answer: ANSWER },
    );
    expect(seen).toEqual({
      status: 403,
      statusText: "Forbidden",
      same: true,
      responseText: ANSWER.body,
      responseURL: CLOSED,
      headers: ["7", null, "content-type: application/json\r\nx-request-id: 7\r\n"],
      events: [
        "readystatechange 1 0",
        "loadstart 1 0",
        "readystatechange 2 0",
        "readystatechange 3 27",
        "progress 3 27",
        "readystatechange 4 27",
        "load 4 27",
        "loadend 4 27",
      ],
    });
  });

  test("goes out once more, and the page sees one request", async () => {
    await page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
    const seen = await page.evaluate(async (url) => {
      double.answers.why = (message) => ({
        type: "verdict",
        n: (message as { n: number }).n,
        verdict: { kind: "again" },
      });
      const xhr = new XMLHttpRequest();
      const events: string[] = [];
      for (const type of ["readystatechange", "loadstart", "load", "error", "loadend"]) {
        xhr.addEventListener(type, () => events.push(`${type} ${xhr.readyState}`));
      }
      xhr.open("POST", url);
      xhr.setRequestHeader("x-one", "1");
      xhr.responseType = "json";
      xhr.send(new Uint8Array([97, 98]));
      await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
      return { events, status: xhr.status, echo: xhr.response as unknown };
    }, ECHO);
    expect(seen).toMatchObject({
      status: 200,
      echo: { method: "POST", body: "ab", named: { "x-one": "1" } },
      events: [
        "readystatechange 1",
        "loadstart 1",
        "readystatechange 2",
        "readystatechange 3",
        "readystatechange 4",
        "load 4",
        "loadend 4",
      ],
    });
  });
});

describe("a body that the network layer cannot read", () => {
  test.each(["fetch", "Request", "xhr", "beacon"])("is bound before the call of %s goes out", async (by) => {
    const bound = await page.evaluate(
      async ({ url, by: way }) => {
        double.answers.claim = (message) => ({
          type: "claimed",
          n: (message as { n: number }).n,
          wanted: true,
        });
        double.answers.bind = (message) => ({ type: "bound", n: (message as { n: number }).n });
        const body = new File(["in a file"], "notes.txt", { type: "text/x-notes" });
        if (way === "fetch") await fetch(url, { method: "POST", body });
        if (way === "Request") await fetch(new Request(url, { method: "POST", body }));
        if (way === "beacon") navigator.sendBeacon(url, body);
        if (way === "xhr") {
          const xhr = new XMLHttpRequest();
          xhr.open("POST", url);
          xhr.send(body);
          await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
        }
        const found = (): unknown => double.said.find(({ type }) => type === "bind");
        while (found() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
        const { bytes, ...rest } = found() as { bytes: Uint8Array };
        return { ...rest, text: new TextDecoder().decode(bytes) };
      },
      { url: ECHO, by },
    );
    expect(bound).toMatchObject({
      method: "POST",
      url: ECHO,
      contentType: "text/x-notes",
      size: 9,
      text: "in a file",
      files: [{ name: "notes.txt", type: "text/x-notes", size: 9 }],
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    const arrived = await world.fakes.waitFor({ path: "/lab/echo", method: "POST" });
    expect(arrived).toMatchObject({ text: "in a file" });
  });

  test("goes out as it is where nobody wants it", async () => {
    const seen = await page.evaluate(async (url) => {
      double.answers.claim = (message) => ({
        type: "claimed",
        n: (message as { n: number }).n,
        wanted: false,
      });
      const reply = await fetch(url, { method: "POST", body: new Blob(["b"]) });
      return [double.said.map(({ type }) => type), ((await reply.json()) as { body: string }).body];
    }, ECHO);
    expect(seen).toEqual([["claim"], "b"]);
  });

  test("goes out unbound when the page is left before the worker answers", async () => {
    await page.evaluate((url) => {
      void fetch(url, { method: "POST", body: new Blob(["last words"]), keepalive: true });
      location.href = "https://claude.ai/";
    }, ECHO);
    expect(await world.fakes.waitFor({ path: "/lab/echo", method: "POST" })).toMatchObject({
      text: "last words",
    });
  });
});

describe("a reply that the worker wants", () => {
  const STREAM = "https://start.example/lab/stream?pieces=3";

  test.each(["fetch", "xhr"])("is told piece by piece, beside the page, of %s", async (by) => {
    const seen = await page.evaluate(
      async ({ url, by: way }) => {
        let text: string;
        const expects = (): void => double.tell({ type: "expect", r: "r1", method: "GET", url });
        if (way === "fetch") {
          const going = fetch(url);
          expects();
          text = await (await going).text();
        } else {
          const xhr = new XMLHttpRequest();
          xhr.open("GET", url);
          xhr.send();
          expects();
          await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
          text = xhr.responseText;
        }
        while (!double.said.some(({ type }) => type === "end"))
          await new Promise((resolve) => setTimeout(resolve, 5));
        const told = double.said.map((message) => {
          if (message.type !== "chunk")
            return message.type === "reply" ? `reply ${message.status}` : message.type;
          return typeof message.data === "string" ? message.data : new TextDecoder().decode(message.data);
        });
        return { text, told: [told[0], told.slice(1, -1).join(""), told.at(-1)] };
      },
      { url: STREAM, by },
    );
    const whole = "piece 0\npiece 1\npiece 2\n";
    expect(seen).toEqual({ text: whole, told: ["reply 200", whole, "end"] });
  });

  test.each(["fetch", "xhr"])("ends in the page when the worker cuts it, of %s", async (by) => {
    const seen = await page.evaluate(
      async ({ url, by: way }) => {
        double.answers.chunk = () => ({ type: "cut", r: "r1" });
        if (way === "fetch") {
          const going = fetch(url);
          double.tell({ type: "expect", r: "r1", method: "GET", url });
          return (await going).text().catch(String);
        }
        const xhr = new XMLHttpRequest();
        xhr.open("GET", url);
        xhr.send();
        double.tell({ type: "expect", r: "r1", method: "GET", url });
        return new Promise((resolve) => {
          xhr.onerror = () => resolve(`${xhr.readyState} ${xhr.status} ${xhr.responseText}`);
          xhr.onload = () => resolve("loaded");
        });
      },
      { url: "https://start.example/lab/stream?pieces=30000", by },
    );
    expect(seen).toBe(by === "fetch" ? "TypeError: network error" : "4 0 ");
  });
});

describe("a socket whose frames matter", () => {
  test("holds its frames in order until each is judged; a denied one is never sent", async () => {
    const seen = await page.evaluate(async (url) => {
      double.answers.socket = (message) => ({
        type: "socket",
        s: (message as { s: number }).s,
        inspect: true,
      });
      double.answers.frame = (message) => {
        const { s, n, data } = message as { s: number; n: number; data: unknown };
        const verdict =
          data === "bad"
            ? { kind: "drop" as const }
            : data === "name"
              ? { kind: "send-instead" as const, data: "[name]" }
              : { kind: "send" as const };
        return { type: "frame", s, n, verdict };
      };
      const socket = new WebSocket(url);
      const came: string[] = [];
      socket.addEventListener("message", ({ data }) =>
        came.push((JSON.parse(String(data)) as { text: string }).text),
      );
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      const bytes = new Uint8Array([1, 2]);
      for (const data of ["a", new Blob(["blob"]), "bad", "name", bytes, "z"]) socket.send(data);
      bytes.fill(9);
      const held = socket.bufferedAmount;
      socket.close(3_000, "bye");
      const state = socket.readyState;
      const closed = (await new Promise((resolve) =>
        socket.addEventListener("close", resolve),
      )) as CloseEvent;
      const said = double.said.map(({ type }) => type);
      return { url: socket.url, held, state, code: closed.wasClean, came, last: said.at(-1) };
    }, SOCKET);
    expect(seen).toMatchObject({ url: SOCKET, held: 15, state: 2, code: true });
    const [arrived] = world.fakes.sockets("start.example");
    expect(
      arrived?.frames.map((frame) =>
        typeof frame === "string" ? frame : Buffer.from(frame).toString("hex"),
      ),
    ).toEqual(["a", "626c6f62", "[name]", "0102", "z"]);
    expect(JSON.stringify(arrived?.head)).not.toContain("lanyard");
  });

  test("drops what was asked about when the worker is lost, and announces itself to the next", async () => {
    const seen = await page.evaluate(async (url) => {
      double.answers.socket = (message) => ({
        type: "socket",
        s: (message as { s: number }).s,
        inspect: true,
      });
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      socket.send("unanswered");
      await new Promise((resolve) => setTimeout(resolve, 50));
      double.answers.frame = (message) => {
        const { s, n } = message as { s: number; n: number };
        return { type: "frame", s, n, verdict: { kind: "send" } };
      };
      double.tell({ type: "lost", back: true });
      const announced = (): number => double.said.filter(({ type }) => type === "socket").length;
      while (announced() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      socket.send("after");
      const { data } = (await new Promise((resolve) =>
        socket.addEventListener("message", resolve),
      )) as MessageEvent<string>;
      return [(JSON.parse(data) as { text: string }).text, announced()];
    }, SOCKET);
    expect(seen).toEqual(["after", 2]);
  });

  test("tells what comes in until it is enough, and is closed when it is cut", async () => {
    const seen = await page.evaluate(async (url) => {
      double.answers.socket = (message) => ({
        type: "socket",
        s: (message as { s: number }).s,
        inspect: true,
      });
      double.answers.frame = (message) => {
        const { s, n } = message as { s: number; n: number };
        return { type: "frame", s, n, verdict: { kind: "send" } };
      };
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      const ask = async (text: string): Promise<void> => {
        socket.send(text);
        await new Promise((resolve) => socket.addEventListener("message", resolve, { once: true }));
      };
      await ask("one");
      while (!double.said.some(({ type }) => type === "received"))
        await new Promise((resolve) => setTimeout(resolve, 5));
      double.answers.received = (message) => ({ type: "enough", s: (message as { s: number }).s });
      await ask("two");
      await new Promise((resolve) => setTimeout(resolve, 50));
      await ask("three");
      const s = (double.said.find(({ type }) => type === "socket") as { s: number }).s;
      double.tell({ type: "cut", s });
      await new Promise((resolve) => socket.addEventListener("close", resolve));
      return double.said.filter(({ type }) => type === "received").length;
    }, SOCKET);
    expect(seen).toBe(2);
  });
});

describe("an event source that was denied", () => {
  test("ends, as with the service's own 403, and does not try again", async () => {
    const seen = await page.evaluate(
      async ({ url, answer }) => {
        double.answers.why = (message) => ({
          type: "verdict",
          n: (message as { n: number }).n,
          verdict: { kind: "answer", answer },
        });
        const source = new EventSource(url);
        while (source.readyState !== 2) await new Promise((resolve) => setTimeout(resolve, 5));
        return source.readyState;
      },
      { url: "https://127.0.0.1:1/events", answer: ANSWER },
    );
    expect(seen).toBe(2);
  });
});

/** Runs in the page: a call whose first try is stopped, and whose second the worker allows. */
async function tryAgain({
  url,
  kind,
  body,
}: {
  url: string;
  kind: string;
  body: string | undefined;
}): Promise<unknown> {
  double.answers.why = (message) => {
    const verdict = body === undefined ? { kind: "again" as const } : { kind: "again" as const, body };
    return { type: "verdict", n: (message as { n: number }).n, verdict };
  };
  double.answers.claim = (message) => ({ type: "claimed", n: (message as { n: number }).n, wanted: true });
  double.answers.bind = (message) => ({ type: "bound", n: (message as { n: number }).n });
  const bytes = new TextEncoder().encode("before");
  const form = new FormData();
  form.append("file", new Blob(["before"]));
  const bodies: Record<string, BodyInit> = {
    text: "before",
    bytes,
    form,
    Request: new Blob(["before"]),
    "request with text": "before",
  };
  const init: RequestInit = { method: "POST", headers: { "x-one": "1" }, body: bodies[kind] ?? null };
  const going = kind.toLowerCase().startsWith("request") ? fetch(new Request(url, init)) : fetch(url, init);
  bytes.fill(0); // what the page does with its buffer afterwards is no matter
  return (await going).json();
}

/** What stands in the page for content script and worker. */
declare const double: Double;
