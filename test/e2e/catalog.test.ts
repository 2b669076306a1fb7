import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopWorkers } from "../browser/service-worker.ts";
import { drivenChromium } from "./both/chromium.ts";
import { drifted, NEW_CALL, NEW_HOST, passes, showEdition } from "./both/edition.ts";
import { callFrom, chatCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const PROFILE = "catalog";

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("forced", PROFILE);
});
afterAll(() => world.close());

showEdition(() => drivenChromium(world, context));

test("the edition outlasts the browser, without the agent, and its new host is closed from the start", async () => {
  await context.close();
  await world.agent.stop();
  world.fakes.forget();
  for (let run = 0; run < 5; run += 1) {
    context = await world.launch("forced", PROFILE);
    page = await context.newPage();
    await page.goto(`https://eager.example/?to=${encodeURIComponent(NEW_CALL)}`, { waitUntil: "commit" });
    await page.waitForFunction(() => document.documentElement.dataset["outcome"] !== undefined);
    if (run < 4) await context.close();
  }
  expect(world.fakes.received({ host: "eager.example", path: "/" })).toHaveLength(5);
  expect(world.fakes.received({ host: NEW_HOST, method: "POST" })).toEqual([]);

  await page.goto("https://intranet.example/");
  await until("an ordinary model is open at the new host", () =>
    passes(page, chatCall(NEW_CALL, "claude-opus-4-8")),
  );
  expect(await passes(page, chatCall(NEW_CALL, "mythos-5"))).toBe(false);
  expect(
    world.fakes.received({ host: NEW_HOST, method: "POST" }).map(({ text }) => text.includes("mythos")),
  ).not.toContain(true);
});

test("a worker that was stopped in the middle hears the new host again from its first moments on, and says what it missed", async () => {
  await world.agent.start();
  await until("the worker is ready", async () =>
    (await world.toolbar(context)).startsWith("Lanyard: protected"),
  );
  for (let run = 0; run < 5; run += 1) {
    await stopWorkers(page);
    await callFrom(page, chatCall(NEW_CALL, "mythos-5")); // may pass: the README says why
    await until(
      "the worker listens for it",
      async () => !(await passes(page, chatCall(NEW_CALL, "mythos-5"))),
      2_000,
    );
    expect(await passes(page, drifted("mythos-5"))).toBe(false);
  }
  await until("the journal says what it missed", async () =>
    (await world.agent.journal()).some(
      ({ part, what, detail }) =>
        part === "extension" && what === "degraded" && detail?.includes("may have passed"),
    ),
  );
});
