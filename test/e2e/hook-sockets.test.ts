import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Double, Hooked } from "./hook-double.ts";

const SOCKET = "wss://start.example/lab/echo";

let hook: Hooked;

beforeAll(async () => {
  hook = await Hooked.open();
});
afterAll(() => hook.close());
beforeEach(() => hook.newPage());

describe("a socket whose frames matter", () => {
  test("holds its frames in order until each is judged; a denied one is never sent", async () => {
    const seen = await hook.page.evaluate(async (url) => {
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
    const [arrived] = hook.fakes.sockets("start.example");
    expect(
      arrived?.frames.map((frame) =>
        typeof frame === "string" ? frame : Buffer.from(frame).toString("hex"),
      ),
    ).toEqual(["a", "626c6f62", "[name]", "0102", "z"]);
    expect(JSON.stringify(arrived?.head)).not.toContain("lanyard");
  });

  test("drops what was asked about when the worker is lost, and announces itself to the next", async () => {
    const seen = await hook.page.evaluate(async (url) => {
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
    const seen = await hook.page.evaluate(async (url) => {
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

/** What stands in the page for content script and worker. */
declare const double: Double;
