import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Double, Hooked } from "./hook-double.ts";

const ECHO = "https://start.example/lab/echo";

let hook: Hooked;

beforeAll(async () => {
  hook = await Hooked.open();
});
afterAll(() => hook.close());
beforeEach(() => hook.newPage());

describe("a body that the network layer cannot read", () => {
  test.each(["fetch", "Request", "xhr", "beacon"])("is bound before the call of %s goes out", async (by) => {
    const bound = await hook.page.evaluate(
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
    const arrived = await hook.fakes.waitFor({ path: "/lab/echo", method: "POST" });
    expect(arrived).toMatchObject({ text: "in a file" });
  });

  test("goes out as it is where nobody wants it", async () => {
    const seen = await hook.page.evaluate(async (url) => {
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
    await hook.page.evaluate((url) => {
      void fetch(url, { method: "POST", body: new Blob(["last words"]), keepalive: true });
      location.href = "https://claude.ai/";
    }, ECHO);
    expect(await hook.fakes.waitFor({ path: "/lab/echo", method: "POST" })).toMatchObject({
      text: "last words",
    });
  });
});

describe("a reply that the worker wants", () => {
  const STREAM = "https://start.example/lab/stream?pieces=3";

  test.each(["fetch", "xhr"])("is told piece by piece, beside the page, of %s", async (by) => {
    const seen = await hook.page.evaluate(
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
    const seen = await hook.page.evaluate(
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
          xhr.addEventListener("error", () => resolve(`${xhr.readyState} ${xhr.status} ${xhr.responseText}`));
          xhr.addEventListener("load", () => resolve("loaded"));
        });
      },
      { url: "https://start.example/lab/stream?pieces=300000", by },
    );
    expect(seen).toBe(by === "fetch" ? "TypeError: network error" : "4 0 ");
  });
});

/** What stands in the page for content script and worker. */
declare const double: Double;
