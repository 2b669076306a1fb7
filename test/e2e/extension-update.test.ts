import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serviceWorker } from "../browser/service-worker.ts";
import { callUntil } from "../faults/fault.ts";
import type { Inside } from "../tested/tested.ts";
import { callFrom, messageCall } from "./calls.ts";
import { Published } from "./published.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const FORBIDDEN = messageCall("mythos-5");
const ALLOWED = messageCall("claude-opus-4-8");
/** The driver debugs the browser and its worker, and the agent is registered for this profile alone. */
const FOR_THE_DRIVER = {
  RemoteDebuggingAllowed: true,
  DeveloperToolsAvailability: 1,
  NativeMessagingUserLevelHosts: true,
};

const ended = new AbortController();
let world: World;
let published: Published;

beforeAll(async () => {
  world = await World.open();
  const dir = join(import.meta.dirname, "../../dist/chrome");
  published = await Published.open({
    folder: world.folder,
    dir,
    keyPem: world.keyPem,
    signal: ended.signal,
  });
});
afterAll(async () => {
  await world.close();
  ended.abort();
});

test("Chromium updates what `pack` and `deploy` force-installed, and no forbidden call passes meanwhile", async () => {
  await published.publish("1.0.0");
  const policies = { ...(await published.policies("chromium", world.extension.id)), ...FOR_THE_DRIVER };
  await world.agent.start();
  const context = await world.launchReady("forced", "updated", { policies });
  const version = async (): Promise<string> => {
    const worker = await serviceWorker(context, world.extension.id);
    // A worker that ends meanwhile may never answer.
    const answer = worker.evaluate(
      () => (globalThis as unknown as Inside).chrome.runtime.getManifest().version,
    );
    return Promise.race([answer.catch(() => ""), pause(1_000, "")]);
  };
  expect(await version()).toBe("1.0.0");
  const page = await context.newPage();
  await page.goto("https://intranet.example/");
  const call = async (times = 1): Promise<void> => {
    await Promise.all(Array.from({ length: times }, () => callFrom(page, FORBIDDEN)));
  };

  await published.publish("1.0.1");
  const worker = await serviceWorker(context, world.extension.id);
  await worker.evaluate(() => void (globalThis as unknown as Inside).chrome.runtime.requestUpdateCheck());
  await callUntil(
    { call },
    until("the new version runs", async () => (await version()) === "1.0.1", 120_000),
  );
  await call(100);
  await until("an allowed call passes again", async () => "status" in (await callFrom(page, ALLOWED)));
  const leaked = world.fakes
    .received({ host: "api.anthropic.com", method: "POST" })
    .filter(({ text }) => text.includes("mythos-5"));
  expect(leaked).toEqual([]);
});
