import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { until } from "../until.ts";
import { World } from "../world.ts";

/* How many sockets a page gets with the hook in it and the agent's proxy behind it. */

const AI = "wss://api.openai.com/v1/realtime?model=gpt-5.5";
const ELSEWHERE = "wss://push.example/realtime";

let world: World;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  const context = await world.launchReady("unpacked");
  page = await context.newPage();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.fakes.forget();
  await page.goto("https://chatgpt.com/");
});

/** Runs in the page: opens, speaks, is answered and closes, so many times; gives those that went otherwise. */
async function inTurn({ url, count }: { url: string; count: number }): Promise<string[]> {
  const otherwise: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const socket = new WebSocket(url);
    let heard = "";
    socket.addEventListener("open", () => socket.send('{"type":"input_audio_buffer.clear"}'));
    socket.addEventListener("message", ({ data }) => {
      heard = String(data);
      if (heard.includes("response.done")) socket.close();
    });
    await new Promise((resolve) => socket.addEventListener("close", resolve));
    if (!heard.includes("response.done")) otherwise.push(`${n}: ${heard}`);
  }
  return otherwise;
}

/** Runs in the page: opens so many in one turn and keeps them; each says one thing. */
function atOnce({ url, count }: { url: string; count: number }): void {
  const sockets = Array.from({ length: count }, () => new WebSocket(url));
  window.many = { sockets, failed: 0, answered: 0 };
  for (const socket of sockets) {
    socket.addEventListener("open", () => socket.send('{"type":"input_audio_buffer.clear"}'));
    socket.addEventListener("error", () => (window.many.failed += 1));
    socket.addEventListener("message", ({ data }) => {
      if (String(data).includes("response.done")) window.many.answered += 1;
    });
  }
}

/** Runs in the page. */
function closeAll(): Promise<unknown> {
  return Promise.all(
    window.many.sockets.map((socket) => {
      const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
      socket.close();
      return closed;
    }),
  );
}

test("hundreds of sockets open one after the other, to AI services and elsewhere, and the next still does", async () => {
  for (const url of [ELSEWHERE, AI, ELSEWHERE, AI])
    expect(await page.evaluate(inTurn, { url, count: 150 })).toEqual([]);
  expect(world.fakes.sockets("api.openai.com")).toHaveLength(300);
  expect(world.fakes.sockets().every(({ frames }) => frames.length === 1)).toBe(true);
  await until("the agent has closed them all", async () => (await world.agent.status())?.sockets.open === 0);
});

test("more sockets than the browser opens through one proxy are open at once, again and again", async () => {
  for (let round = 0; round < 2; round += 1) {
    await page.evaluate(atOnce, { url: AI, count: 160 });
    await until("all are open and answered, or one failed", () =>
      page.evaluate(() => window.many.answered === 160 || window.many.failed > 0),
    );
    expect(await page.evaluate(() => window.many.failed)).toBe(0);
    expect(await page.evaluate(() => window.many.sockets.every(({ readyState }) => readyState === 1))).toBe(
      true,
    );
    await page.evaluate(closeAll);
  }
  const asked = new Set(world.tunnel.asked);
  expect([...asked]).toEqual(["api.openai.com:443"]);
});

declare global {
  interface Window {
    many: { sockets: WebSocket[]; failed: number; answered: number };
  }
}
