import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JournalRow } from "./agent-process.ts";
import { callFrom, chatCall, messageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  // In this world a controlled model is open while the agent is there, so that only its absence can close it.
  await world.changePolicy(
    "    forbid: all\n    models: [anthropic/mythos-5, anthropic/fable-5]\n",
    "    forbid: all\n    models: [anthropic/fable-5]\n",
  );
  ({ context, page } = await world.browse("forced", "https://intranet.example/"));
});
afterAll(() => world.close());

const isOpen = async (model: string): Promise<boolean> =>
  "status" in (await callFrom(page, messageCall(model)));

test("a killed agent closes controlled models, the popup says so, and its return opens them again", async () => {
  const popup = await world.screen(context, "popup/index.html");
  expect(await isOpen("mythos-5")).toBe(true);

  await world.agent.kill();
  await until("controlled models are closed", async () => !(await isOpen("mythos-5")));
  expect(await isOpen("claude-opus-4-8")).toBe(true);
  await popup
    .getByText(/agent has not answered/i)
    .first()
    .waitFor();
  expect(await world.toolbar(context)).toContain("does not answer");

  await world.agent.start();
  await until("controlled models are open again", () => isOpen("mythos-5"));
  await popup.getByText("Protected", { exact: false }).first().waitFor();
});

/** The decisions of the journal that were made at this moment or later: what came before may still be on its way. */
async function decisionsSince(moment: number): Promise<JournalRow[]> {
  return (await world.agent.journal()).filter(({ kind, time }) => kind === "decision" && time >= moment);
}

async function killAgent(): Promise<number> {
  await world.agent.kill();
  await until("the extension knows", async () => (await world.toolbar(context)).includes("does not answer"));
  return Date.now();
}

test("every call made while the agent was away is in the journal, once", async () => {
  const away = await killAgent();
  for (let n = 0; n < 20; n += 1) await isOpen(n % 2 === 0 ? "mythos-5" : "claude-opus-4-8");
  await world.agent.start();

  await until("all of them have come", async () => (await decisionsSince(away)).length >= 20);
  const all = await decisionsSince(away);
  expect(all).toHaveLength(20);
  expect(new Set(all.map(({ id }) => id)).size).toBe(20);
});

test("10,000 calls while the agent is away: none is lost and the page stays responsive", async () => {
  const away = await killAgent();
  const { slowest, took } = await page.evaluate(storm, {
    call: chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.6-sol"),
    calls: 10_000,
  });
  // By its own measure, since a busy machine makes everything slow: no tenth of the time passes in one go.
  expect(slowest / took).toBeLessThan(0.1);

  await world.agent.start();
  await until("all are in the journal", async () => (await decisionsSince(away)).length >= 10_000, 120_000);
  expect(await decisionsSince(away)).toHaveLength(10_000);
});

/** Runs in the page: makes calls in waves; the longest time the page's own loop was held up, and all of it, in milliseconds. */
async function storm({
  call,
  calls,
}: {
  call: { url: string; method: string; headers: Record<string, string>; body: string };
  calls: number;
}) {
  let slowest = 0;
  const began = performance.now();
  let last = began;
  const pulse = setInterval(() => {
    slowest = Math.max(slowest, performance.now() - last);
    last = performance.now();
  }, 10);
  for (let done = 0; done < calls; done += 100) {
    await Promise.all(Array.from({ length: 100 }, () => fetch(call.url, call).catch(() => null)));
  }
  clearInterval(pulse);
  return { slowest, took: performance.now() - began };
}
