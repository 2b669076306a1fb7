import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecognizerSource } from "../../shared/schema/recognizer.ts";
import { stopWorkers } from "../browser/service-worker.ts";
import { type Draft, recordIn } from "../shared/catalog/edition-of.ts";
import { lanyard } from "./agent-process.ts";
import { callFrom, chatCall, type PageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const PROFILE = "catalog";
/** A path and a form that Claude's app might have tomorrow: no built-in record knows them. */
const DRIFTED = "https://claude.ai/api/v9/talk";
/** A host that no built-in record knows. */
const NEW_HOST = "api.orion.example";
const NEW_CALL = `https://${NEW_HOST}/v9/talk`;

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("forced", PROFILE);
  page = await context.newPage();
  await page.goto("https://claude.ai/");
});
afterAll(() => world.close());

function drifted(engine: string): PageCall {
  const body = JSON.stringify({ engine, turns: [{ role: "user", content: "Summarize the notes." }] });
  return { url: DRIFTED, method: "POST", headers: { "content-type": "application/json" }, body };
}

/** A denied call of a page with the hook is answered too, as the service itself would. */
async function passes(call: PageCall): Promise<boolean> {
  const seen = await callFrom(page, call);
  return "status" in seen && seen.status !== 403;
}

/** The built-in catalog as the command line writes it, changed and published as a whole file. */
async function publish(edition: string, change: (draft: Draft) => void): Promise<void> {
  const draftFile = join(world.folder, "draft.json");
  expect((await lanyard("catalog", "build", "--out", draftFile, "--edition", edition)).code).toBe(0);
  const draft = JSON.parse(await readFile(draftFile, "utf8")) as Draft;
  change(draft);
  await writeFile(draftFile, JSON.stringify(draft));
  await rename(draftFile, join(world.folder, "policy/catalog.json"));
}

/** Mends Claude's record, and adds a service at a new host. */
function mended(draft: Draft): void {
  const record = recordIn(draft, "claude-web");
  const endpoint = { operation: "chat", prompt: ["body/turns/$text"], model: ["body/engine"] } as const;
  record.endpoints.unshift({
    ...endpoint,
    paths: ["/api/v9/talk"],
    prompt: [...endpoint.prompt],
    model: [...endpoint.model],
  });
  const orion: RecognizerSource = {
    service: "orion-api",
    provider: "openai",
    resells: true,
    hosts: [NEW_HOST],
    endpoints: [
      { paths: ["/v9/talk"], operation: "chat", model: ["body/model"], prompt: ["body/messages/$text"] },
    ],
    source: "a service of the tests",
  };
  draft.services.unshift(orion);
  draft.fixtures.push(
    fixture("claude-web", drifted("mythos-5")),
    fixture("orion-api", chatCall(NEW_CALL, "mythos-5")),
  );
}

function fixture(service: string, { url, method, body }: PageCall): Draft["fixtures"][number] {
  return {
    name: `${service}-tomorrow`,
    request: { method, url, headers: {}, body: JSON.parse(body) as unknown, frames: [] },
    expected: { service, operation: "chat", model: "anthropic/mythos-5" },
  };
}

async function catalogLife(): Promise<string[]> {
  return (await world.agent.journal()).filter(({ part }) => part === "catalog").map(({ what }) => what ?? "");
}

test("a service that drifted is recognized within seconds of an edition that says how, in an open page", async () => {
  expect(await passes(drifted("mythos-5"))).toBe(true);
  expect(await passes(chatCall(NEW_CALL, "mythos-5"))).toBe(true);
  await publish("2999-01-01.1", mended);
  await until("the drifted call is denied", async () => !(await passes(drifted("mythos-5"))));
  expect(await passes(drifted("claude-opus-4-8"))).toBe(true);
  expect(await passes(chatCall(NEW_CALL, "mythos-5"))).toBe(false);
  expect(await passes(chatCall(NEW_CALL, "claude-opus-4-8"))).toBe(true);

  await until("the journal has the denials", async () =>
    ["claude-web", "orion-api"].every((wanted) => denied.includes(wanted)) ? true : lookAgain(),
  );
  expect(await catalogLife()).toEqual(["applied"]);
  expect((await lanyard("catalog", "show", "--config", join(world.folder, "agent.yaml"))).stdout).toContain(
    "Services changed  claude-web",
  );
});

let denied: string[] = [];
async function lookAgain(): Promise<false> {
  const rows = await world.agent.journal();
  denied = rows
    .filter(({ effect, model }) => effect === "deny" && model === "anthropic/mythos-5")
    .map(({ service }) => service ?? "");
  return false;
}

test("a broken edition is refused with a record, and nothing changes", async () => {
  await publish("2999-01-01.2", (draft) => {
    mended(draft);
    draft.services = draft.services.filter(({ service }) => service !== "openai-api");
  });
  await until("the refusal is in the journal", async () => (await catalogLife()).at(-1) === "refused");
  const refusal = (await world.agent.journal()).findLast(({ part }) => part === "catalog");
  expect(refusal?.detail).toContain("services/openai-api");
  expect(await passes(drifted("mythos-5"))).toBe(false);
  expect(await passes(chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.6-sol"))).toBe(false);
  await publish("2999-01-01.1", mended);
  await until("the toolbar is at ease again", async () =>
    (await world.toolbar(context)).startsWith("Lanyard: protected"),
  );
});

test("the edition outlasts the browser, without the agent, and its new host is closed from the start", async () => {
  await context.close();
  await world.agent.stop();
  world.fakes.forget();
  for (let run = 0; run < 10; run += 1) {
    context = await world.launch("forced", PROFILE);
    page = await context.newPage();
    await page.goto(`https://eager.example/?to=${encodeURIComponent(NEW_CALL)}`, { waitUntil: "commit" });
    await page.waitForFunction(() => document.documentElement.dataset["outcome"] !== undefined);
    if (run < 9) await context.close();
  }
  expect(world.fakes.received({ host: "eager.example", path: "/" })).toHaveLength(10);
  expect(world.fakes.received({ host: NEW_HOST, method: "POST" })).toEqual([]);

  await page.goto("https://intranet.example/");
  await until("an ordinary model is open at the new host", () =>
    passes(chatCall(NEW_CALL, "claude-opus-4-8")),
  );
  expect(await passes(chatCall(NEW_CALL, "mythos-5"))).toBe(false);
  expect(
    world.fakes.received({ host: NEW_HOST, method: "POST" }).map(({ text }) => text.includes("mythos")),
  ).not.toContain(true);
});

test("a worker that was stopped in the middle hears the new host again from its first moments on, and says what it missed", async () => {
  await world.agent.start();
  await until("the worker is ready", async () =>
    (await world.toolbar(context)).startsWith("Lanyard: protected"),
  );
  for (let run = 0; run < 10; run += 1) {
    await stopWorkers(page);
    await callFrom(page, chatCall(NEW_CALL, "mythos-5")); // may pass: the README says why
    await until(
      "the worker listens for it",
      async () => !(await passes(chatCall(NEW_CALL, "mythos-5"))),
      2_000,
    );
    expect(await passes(drifted("mythos-5"))).toBe(false);
  }
  const told = (await world.agent.journal()).filter(
    ({ part, what, detail }) =>
      part === "extension" && what === "degraded" && detail?.includes("may have passed"),
  );
  expect(told.length).toBeGreaterThan(0);
});
