import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopWorkers } from "../browser/service-worker.ts";
import { LMARENA_IDS, LMARENA_LATER, LMARENA_LONG_PAGE } from "../fake/lmarena.ts";
import { type Draft, recordIn } from "../shared/catalog/edition-of.ts";
import { lanyard } from "./agent-process.ts";
import { callFrom, recordedCall, type PageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const { "gpt-5.6-sol": SOL, "claude-opus-4-8": OPUS } = LMARENA_IDS;
/** An id that no list names. */
const NOBODY = "0199ffff-0000-7000-8000-000000000000";

let world: World;
let page: Page;

beforeAll(async () => {
  world = await World.open({ pause: 40 });
  await world.changePolicy("unidentified: forbid", "unidentified: permit");
  await world.changePolicy(
    'models: ["anthropic/*", "openai/*", "google/*"]\n    who',
    'models: ["*"]\n    who',
  );
  ({ page } = await world.browse("unpacked", "https://arena.ai/text/direct"));
});
afterAll(() => world.close());

/** A prompt to two models side by side. */
function evaluation(modelA: string, modelB: string): PageCall {
  return recordedCall("web-lmarena-create-evaluation", {
    "019a0000-0000-7000-8000-000000000001": modelA,
    "019a0000-0000-7000-8000-000000000002": modelB,
  });
}

async function statusOf(modelA: string, modelB = modelA): Promise<number | string> {
  const seen = await callFrom(page, evaluation(modelA, modelB));
  return "status" in seen ? seen.status : seen.error;
}

async function isDenied(modelA: string, modelB = modelA): Promise<boolean> {
  return (await statusOf(modelA, modelB)) === 403;
}

/** A worker that has just started denies everything, so what no list names must pass first. */
async function listIsRead(): Promise<void> {
  await until("the worker is ready", async () => (await statusOf(NOBODY)) === 200);
  await until("the list is read", () => isDenied(SOL));
}

async function decisionsOn(model: string) {
  const events = await world.agent.journal();
  return events.filter(({ kind, modelAsSent }) => kind === "decision" && modelAsSent === model);
}

test("an id that the page's list calls a model the person may not use is denied, and the record says so", async () => {
  await listIsRead();
  world.fakes.forget();
  expect(await statusOf(SOL)).toBe(403);
  expect(world.fakes.received({ host: "arena.ai", method: "POST" })).toEqual([]);
  await until("it is recorded", async () => (await decisionsOn(SOL)).some(({ effect }) => effect === "deny"));
  expect((await decisionsOn(SOL)).at(-1)).toMatchObject({
    effect: "deny",
    service: "lmarena-web",
    model: null,
    mayBe: null,
    pageNamed: ["openai/gpt-5.6-sol"],
    rules: ["sol-by-listing"],
  });
});

test("is denied as the second of two models too", async () => {
  expect(await statusOf(NOBODY, OPUS)).toBe(200);
  expect(await statusOf(NOBODY, SOL)).toBe(403);
});

test("a worker that starts anew is told by the page that is still there", async () => {
  await stopWorkers(page);
  await listIsRead();
});

test("a list is read while the page that holds it still comes", async () => {
  await page.goto("about:blank");
  await stopWorkers(page); // which forgets what it was told
  await page.goto(`https://arena.ai${LMARENA_LONG_PAGE}`, { waitUntil: "commit" });
  await listIsRead();
  expect(await page.evaluate(() => document.readyState)).toBe("loading");
  await page.goto("https://arena.ai/");
});

test("an edition that says where the list stands by now has the open page read again", async () => {
  expect(await statusOf(LMARENA_LATER.id)).toBe(200);
  await publishEdition();
  await until("the other list is read", () => isDenied(LMARENA_LATER.id));
  expect(await statusOf(NOBODY)).toBe(200);
});

/** The built-in catalog, with the other key for LMArena's list. */
async function publishEdition(): Promise<void> {
  const file = join(world.folder, "draft.json");
  expect((await lanyard("catalog", "build", "--out", file, "--edition", "2999-01-01.1")).code).toBe(0);
  const draft = JSON.parse(await readFile(file, "utf8")) as Draft;
  for (const { maps } of recordIn(draft, "lmarena-web").endpoints)
    for (const map of maps ?? []) map.at = `html/${LMARENA_LATER.key}/*`;
  const { url, method, body } = evaluation(OPUS, OPUS);
  draft.fixtures.push({
    name: "lmarena-later",
    request: { method, url, headers: {}, body: JSON.parse(body) as unknown, frames: [] },
    expected: { service: "lmarena-web", operation: "chat", model: null },
  });
  await writeFile(file, JSON.stringify(draft));
  await rename(file, join(world.folder, "policy/catalog.json"));
}

test("an id that the list calls an allowed model stays unidentified", async () => {
  await until("it is sent", async () => (await statusOf(OPUS)) === 200);
  await until("it is recorded", async () => (await decisionsOn(OPUS)).length > 0);
  const named = { model: null, mayBe: null, pageNamed: ["anthropic/claude-opus-4-8"] };
  expect((await decisionsOn(OPUS)).at(-1)).toMatchObject({ effect: "permit", ...named });
  await world.changePolicy("unidentified: permit", "unidentified: forbid");
  await until("the policy holds", () => isDenied(OPUS));
  await until("it is recorded", async () => (await decisionsOn(OPUS)).at(-1)?.effect === "deny");
  expect((await decisionsOn(OPUS)).at(-1)).toMatchObject({ ground: "unidentified", ...named });
});
