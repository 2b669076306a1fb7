import type { BrowserContext, Page } from "playwright";
import { stopWorkers } from "../browser/service-worker.ts";
import { callFrom, messageCall } from "../e2e/calls.ts";
import { until } from "../e2e/until.ts";
import { World } from "../e2e/world.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const COLD_STARTS = 20;
const BROWSER_STARTS = 5;

/**
 * How long until Lanyard decides: from a worker's cold start, as the worker tells it in its record, and as a page feels
 * it; and from the start of the browser to the first call that is let through.
 */
export async function* wakingBench(): AsyncGenerator<BenchRow> {
  const world = await World.open();
  try {
    await world.agent.start();
    const context = await world.launchReady("forced", "waking");
    yield* await coldWorker(world, context);
    await context.close();
    yield* await coldBrowser(world);
  } finally {
    await world.close();
  }
}

async function coldWorker(world: World, context: BrowserContext): Promise<BenchRow[]> {
  const page = await context.newPage();
  await page.goto("https://intranet.example/");
  const denied: number[] = [];
  const allowed: number[] = [];
  for (let n = 0; n < COLD_STARTS; n += 1) {
    await stopWorkers(page);
    denied.push(await timed(() => callFrom(page, messageCall("mythos-5"))));
    await stopWorkers(page);
    allowed.push(await timed(() => untilAnswered(page)));
  }
  return [
    ...rowsOf(
      "cold worker, in it: decides (closed)",
      "",
      "ms",
      new Map([["Lanyard", await told(world, "listening")]]),
    ),
    ...rowsOf(
      "cold worker, in it: decides by clearance",
      "",
      "ms",
      new Map([["Lanyard", await told(world, "clearance")]]),
    ),
    ...rowsOf("cold worker, from the page: first denial", "", "ms", new Map([["Lanyard", denied]])),
    ...rowsOf("cold worker, from the page: first permit", "", "ms", new Map([["Lanyard", allowed]])),
  ];
}

/** Milliseconds from a worker's start to one of its steps, out of the records of those that lived to write one. */
async function told(world: World, step: "listening" | "clearance"): Promise<number[]> {
  const words = new RegExp(`${step} after (\\d+) ms`);
  const starts = async () =>
    (await world.agent.journal()).flatMap(({ detail }) =>
      detail === undefined ? [] : (words.exec(detail) ?? []).slice(1).map(Number),
    );
  await until("the records have come", async () => (await starts()).length >= COLD_STARTS);
  return starts();
}

async function coldBrowser(world: World): Promise<BenchRow[]> {
  const times: number[] = [];
  for (let n = 0; n < BROWSER_STARTS; n += 1) {
    const began = performance.now();
    const context = await world.launch("forced", "waking");
    const page = await context.newPage();
    await page.goto("https://intranet.example/");
    await untilAnswered(page);
    times.push(performance.now() - began);
    await context.close();
  }
  return rowsOf("browser start to first permit", "", "ms", new Map([["Lanyard", times]]));
}

function untilAnswered(page: Page): Promise<number> {
  return until(
    "an allowed call is answered",
    async () => "status" in (await callFrom(page, messageCall("claude-opus-4-8"))),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
