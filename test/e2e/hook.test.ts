import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Double, Hooked } from "./hook-double.ts";

const ECHO = "https://start.example/lab/echo";
const CLOSED = "https://start.example/lab/closed-origin";

const ANSWER = {
  status: 403,
  statusText: "Forbidden",
  headers: [
    ["content-type", "application/json"],
    ["x-request-id", "7"],
  ],
  body: `{"error":{"message":"No."}}`,
} as const;

let hook: Hooked;

beforeAll(async () => {
  hook = await Hooked.open();
});
afterAll(() => hook.close());
beforeEach(() => hook.newPage());

describe("a call that failed", () => {
  test("is answered as the service would have", async () => {
    const seen = await hook.page.evaluate(
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
    const seen = await hook.page.evaluate(async (url) => {
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
      await hook.page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
      const seen = await hook.page.evaluate(tryAgain, { url: ECHO, kind, body: undefined });
      expect(seen).toMatchObject({ method: "POST", named: { "x-one": "1" } });
      expect((seen as { body: string }).body).toContain("before");
    },
  );

  test("goes out once more with what the worker put in its place", async () => {
    await hook.page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
    const seen = await hook.page.evaluate(tryAgain, { url: ECHO, kind: "text", body: "redacted" });
    expect(seen).toMatchObject({ method: "POST", body: "redacted", type: "text/plain;charset=UTF-8" });
  });

  test.each([
    ["form fields", "application/x-www-form-urlencoded;charset=UTF-8"],
    ["a Blob", "application/x-own"],
  ])("goes out once more with a text in place of %s, still called what it was", async (kind, type) => {
    await hook.page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
    const seen = await hook.page.evaluate(tryAgain, { url: ECHO, kind, body: "a=redacted" });
    expect(seen).toMatchObject({ body: "a=redacted", type });
  });

  test("of an XMLHttpRequest is still called what it was, too", async () => {
    await hook.page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
    const seen = await hook.page.evaluate(async (url) => {
      double.answers.why = (message) => {
        const verdict = { kind: "again" as const, body: "a=redacted" };
        return { type: "verdict", n: (message as { n: number }).n, verdict };
      };
      const xhr = new XMLHttpRequest();
      xhr.open("POST", url);
      xhr.send(new URLSearchParams({ a: "before" }));
      await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
      return JSON.parse(xhr.responseText) as unknown;
    }, ECHO);
    const type = "application/x-www-form-urlencoded;charset=UTF-8";
    expect(seen).toMatchObject({ body: "a=redacted", type });
  });

  test("ends at once with the page's reason when the page aborts while the person is asked", async () => {
    const seen = await hook.page.evaluate(async (url) => {
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
    const seen = await hook.page.evaluate(async (url) => {
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
    const seen = await hook.page.evaluate(
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
    await hook.page.route(ECHO, (route) => route.abort("blockedbyclient"), { times: 1 });
    const seen = await hook.page.evaluate(async (url) => {
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

describe("an event source that was denied", () => {
  test("ends, as with the service's own 403, and does not try again", async () => {
    const seen = await hook.page.evaluate(
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
    "form fields": new URLSearchParams({ a: "before" }),
    "a Blob": new Blob(["before"], { type: "application/x-own" }),
  };
  const init: RequestInit = { method: "POST", headers: { "x-one": "1" }, body: bodies[kind] ?? null };
  const going = kind.toLowerCase().startsWith("request") ? fetch(new Request(url, init)) : fetch(url, init);
  bytes.fill(0); // what the page does with its buffer afterwards is no matter
  return (await going).json();
}

/** What stands in the page for content script and worker. */
declare const double: Double;
