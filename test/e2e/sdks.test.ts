import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch } from "../browser/launch.ts";
import type { JournalRow } from "./agent-process.ts";
import { callFrom, chatCall } from "./calls.ts";
import { buildBreadthPage } from "./pages/build.ts";
import { type Body, SDK_ROWS, type SdkRow } from "./sdk-rows.ts";
import { BREADTH_PAGE, decisionsIn, HOOKED_PAGE, runEach, type SdkRun, shapeOf } from "./sdk-runs.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

/** A call that the policy below always forbids: once it is in the journal, all before it is. */
const LAST_CALL = chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.6-sol");

/** What the hook must read, since the network event does not show it. */
const HIDDEN_ROWS = SDK_ROWS.filter(({ bodies }) => bodies.includes("hidden"));

type Runs = ReadonlyMap<SdkRow, SdkRun>;

let world: World;
let page: Page;
/** In a browser without the extension; with it and allowed models; with it and forbidden ones. */
let bare: Runs;
let allowed: Runs;
let forbidden: Runs;
/** The same of the calls whose bodies the network event hides, from a page with the hook. */
let hooked: { readonly bare: Runs; readonly allowed: Runs; readonly forbidden: Runs };
let journal: readonly JournalRow[];

beforeAll(async () => {
  world = await World.open({ sdk: true });
  await buildBreadthPage(join(world.folder, "sdk-page/breadth"));
  const plain = world.keep(await launch(world.launchOptions("bare"), []));
  bare = await runEach(await opened(plain, BREADTH_PAGE), world.fakes, "allowed");
  const hookedBare = await runEach(await opened(plain, HOOKED_PAGE), world.fakes, "allowed", HIDDEN_ROWS);

  await writePolicy("permit");
  await world.agent.start();
  const context = await world.launchReady("unpacked");
  page = await opened(context, BREADTH_PAGE);
  allowed = await runEach(page, world.fakes, "allowed");
  const withHook = await opened(context, HOOKED_PAGE);
  const hookedAllowed = await runEach(withHook, world.fakes, "allowed", HIDDEN_ROWS);
  await writePolicy("forbid");
  await until("calls without a model are denied", async () => {
    return "error" in (await callFrom(page, { ...LAST_CALL, body: '{"messages":[]}' }));
  });
  forbidden = await runEach(page, world.fakes, "forbidden");
  const hookedForbidden = await runEach(withHook, world.fakes, "forbidden", HIDDEN_ROWS);
  hooked = { bare: hookedBare, allowed: hookedAllowed, forbidden: hookedForbidden };
  journal = await wholeJournal();
});
afterAll(() => world.close());

test("every call of the page is in the table, and the table has no other", async () => {
  const calls = await page.evaluate(() => window.sdkCalls());
  expect(SDK_ROWS.map(({ sdk, call }) => `${sdk}: ${call}`).toSorted()).toEqual(
    calls.map(([sdk, call]) => `${sdk}: ${call}`).toSorted(),
  );
});

describe.each(SDK_ROWS.map((row) => [`${row.sdk}: ${row.call}`, row] as const))("%s", (_name, row) => {
  test(`is recognized as ${row.operation} of ${row.service}, passes unchanged and answers`, () => {
    const run = runOf(allowed, row);
    expect(run.outcome).toEqual({ text: expect.stringMatching(/\S/) as string });
    expect(run.arrived.map(shapeOf)).toEqual(runOf(bare, row).arrived.map(shapeOf));
    expect(run.arrived.length).toBe(Math.max(1, row.bodies.length));
    expect(decisionsIn(journal, run)).toMatchObject(
      row.bodies.map((body) => decisionOn(row, "allowed", body)),
    );
  });

  const [first] = row.bodies;
  if (first === undefined) {
    test("asks for nothing that is decided on, so it passes in any case", () => {
      const run = runOf(forbidden, row);
      expect(run.outcome).toHaveProperty("text");
      expect(run.arrived.length).toBe(1);
      expect(decisionsIn(journal, run)).toEqual([]);
    });
  } else {
    test("throws, and sends nothing, where the policy forbids it", () => {
      const run = runOf(forbidden, row);
      expect(run.outcome).toHaveProperty("error");
      expect(run.arrived).toEqual([]);
      expect(decisionsIn(journal, run)).toMatchObject([decisionOn(row, "forbidden", first)]);
    });
  }
});

describe.each(HIDDEN_ROWS.map((row) => [`${row.sdk}: ${row.call}`, row] as const))(
  "%s, from a page with the hook",
  (_name, row) => {
    const read = row.bodies.map((): Body => "shown");

    test("passes unchanged, and its model is known", () => {
      const run = runOf(hooked.allowed, row);
      expect(run.outcome).toEqual({ text: expect.stringMatching(/\S/) as string });
      expect(run.arrived.map(shapeOf)).toEqual(runOf(hooked.bare, row).arrived.map(shapeOf));
      expect(decisionsIn(journal, run)).toMatchObject(read.map((body) => decisionOn(row, "allowed", body)));
    });

    test("throws, and sends nothing, where the policy forbids it", () => {
      const run = runOf(hooked.forbidden, row);
      expect(run.outcome).toHaveProperty("error");
      expect(run.arrived).toEqual([]);
      expect(decisionsIn(journal, run)).toMatchObject([decisionOn(row, "forbidden", "shown")]);
    });
  },
);

/** What the journal must say of a request with this body. */
function decisionOn(row: SdkRow, kind: "allowed" | "forbidden", body: Body): object {
  const model = body === "shown" && row.models !== null ? row.models[kind] : null;
  const named = {
    model: model?.id ?? null,
    modelAsSent: model === null ? null : expect.stringContaining(model.sent),
  };
  const { service, operation } = row;
  const common = { service, operation, inspectable: body === "shown", ...named };
  if (kind === "allowed") return { ...common, effect: "permit", rules: ["all-models"] };
  if (body === "hidden") return { ...common, effect: "deny", ground: "uninspectable" };
  if (model === null) return { ...common, effect: "deny", ground: "unidentified" };
  return { ...common, effect: "deny", ground: "rule", rules: ["not-these"] };
}

/** All models but the forbidden ones; `otherwise` is for calls that name no model, or whose body is hidden. */
async function writePolicy(otherwise: "permit" | "forbid"): Promise<void> {
  const ids = new Set(SDK_ROWS.flatMap(({ models }) => (models === null ? [] : [models.forbidden.id])));
  const lines = [
    "lanyard: 1",
    "levels: [standard]",
    "default: forbid",
    `unidentified: ${otherwise}`,
    `uninspectable: ${otherwise}`,
    "rules:",
    "  - id: all-models",
    "    permit: all",
    '    models: ["*"]',
    "  - id: not-these",
    "    forbid: all",
    `    models: ${JSON.stringify([...ids])}`,
    "    because: This model is not for you.",
  ];
  await writeFile(join(world.folder, "policy/policy.yaml"), `${lines.join("\n")}\n`);
}

async function opened(context: BrowserContext, url: string): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(url);
  return tab;
}

/** The journal once everything so far is in it: it keeps the order of the calls. */
async function wholeJournal(): Promise<readonly JournalRow[]> {
  const asked = Date.now();
  await callFrom(page, LAST_CALL);
  let rows: readonly JournalRow[] = [];
  await until("the last call is in the journal", async () => {
    rows = await world.agent.journal();
    return rows.some(({ kind, time }) => kind === "decision" && time >= asked);
  });
  return rows;
}

function runOf(runs: Runs, row: SdkRow): SdkRun {
  const run = runs.get(row);
  if (run === undefined) throw new Error(`${row.sdk}: ${row.call} was not run.`);
  return run;
}
