import type { BrowserContext, Page } from "playwright";
import { expect } from "vitest";
import type { JournalRow } from "./agent-process.ts";
import { chatCall } from "./calls.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** The decisions of the journal that were made at this moment or later: what came before may still be on its way. */
export async function decisionsSince(world: World, moment: number): Promise<JournalRow[]> {
  return (await world.agent.journal()).filter(({ kind, time }) => kind === "decision" && time >= moment);
}

/** Kills the agent; the moment at which the extension knew. */
export async function killAgent(world: World, context: BrowserContext): Promise<number> {
  await world.agent.kill();
  await until("the extension knows", async () => (await world.toolbar(context)).includes("does not answer"));
  return Date.now();
}

/** So many calls while the agent is away, all of which come to the journal once it is back. */
export async function stormWhileAway(
  world: World,
  context: BrowserContext,
  page: Page,
  calls: number,
): Promise<void> {
  const away = await killAgent(world, context);
  const call = chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.6-sol");
  const { slowest, took } = await page.evaluate(storm, { call, calls });
  // By its own measure, since a busy machine makes everything slow: no tenth of the time passes in one go.
  expect(slowest / took).toBeLessThan(0.1);

  await world.agent.start();
  await until(
    "all are in the journal",
    async () => (await decisionsSince(world, away)).length >= calls,
    120_000,
  );
  expect(await decisionsSince(world, away)).toHaveLength(calls);
}

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
