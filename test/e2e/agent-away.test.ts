import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callFrom, messageCall } from "./calls.ts";
import { decisionsSince, killAgent, stormWhileAway } from "./storm.ts";
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

test("every call made while the agent was away is in the journal, once", async () => {
  const away = await killAgent(world, context);
  for (let n = 0; n < 20; n += 1) await isOpen(n % 2 === 0 ? "mythos-5" : "claude-opus-4-8");
  await world.agent.start();

  await until("all of them have come", async () => (await decisionsSince(world, away)).length >= 20);
  const all = await decisionsSince(world, away);
  expect(all).toHaveLength(20);
  expect(new Set(all.map(({ id }) => id)).size).toBe(20);
});

test("2,000 calls while the agent is away: none is lost and the page stays responsive", () =>
  stormWhileAway(world, context, page, 2_000));
