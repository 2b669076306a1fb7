import type { BrowserContext } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopWorkers } from "../browser/service-worker.ts";
import { callFrom, messageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
});
afterAll(() => world.close());

const leaks = () => world.fakes.received({ host: "api.anthropic.com", method: "POST" }).length;

test("a call made in the moment the worker is stopped is never let through, 20 times out of 20", async () => {
  const context: BrowserContext = await world.launchReady("forced", "stopped");
  const page = await context.newPage();
  await page.goto("https://intranet.example/");
  world.fakes.forget();

  for (let run = 0; run < 20; run += 1) {
    await stopWorkers(page);
    expect(await callFrom(page, messageCall("mythos-5"))).toHaveProperty("error");
  }
  expect(leaks()).toBe(0);
  await until(
    "an allowed call passes again",
    async () => "status" in (await callFrom(page, messageCall("claude-opus-4-8"))),
  );
  await context.close();
});

test("a browser that starts with a page which calls at once lets nothing through, 8 times out of 8", async () => {
  const first = await world.launchReady("forced", "restarted");
  await first.close();
  world.fakes.forget();
  for (let run = 0; run < 8; run += 1) {
    const context = await world.launch("forced", "restarted");
    const page = await context.newPage();
    await page.goto("https://eager.example/", { waitUntil: "commit" });
    await page.waitForFunction(() => document.documentElement.dataset["outcome"] !== undefined);
    await context.close();
  }
  expect(world.fakes.received({ host: "eager.example", path: "/" })).toHaveLength(8);
  expect(leaks()).toBe(0);
});

test("a page that is asked for before there is a clearance is held, says so, and opens by itself", async () => {
  await world.agent.stop();
  const context = await world.launch("forced", "early");
  await until("its worker listens", async () => (await world.toolbar(context)).includes("is starting"));
  const page = await context.newPage();
  // The browser tells of the turn to the blocked page as of a failed navigation; where it ends is what counts.
  await page.goto("https://chatgpt.com/").catch(() => undefined);
  await until("the page is held", () => page.url().includes("blocked/index.html"));
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(world.fakes.received({ host: "chatgpt.com" })).toEqual([]);

  await world.agent.start();
  await until("the page has opened by itself", () => page.url() === "https://chatgpt.com/");
  await page.locator("#prompt").waitFor();
  await context.close();
});
