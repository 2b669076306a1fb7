import { join } from "node:path";
import type { Page } from "playwright";
import { makeExtensionKey } from "../browser/extension-key.ts";
import { launch } from "../browser/launch.ts";
import { launchUnpacked } from "../browser/launch-unpacked.ts";
import { packExtension } from "../browser/pack-extension.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { World } from "../e2e/world.ts";
import { type Asks, writeDoNothingExtension } from "./do-nothing-extension.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const SIZES = [
  { name: "4 kB", bytes: 4_000, rounds: 60 },
  { name: "100 kB", bytes: 100_000, rounds: 40 },
  { name: "1 MB", bytes: 1_000_000, rounds: 25 },
];
/** Calls in one turn of one browser. */
const TURN = 5;

/**
 * The time of one call to `api.openai.com` (a fake on loopback) as the page sees it, in four Chromiums: with Lanyard
 * (without and with its hook in the page), with no extension, and with listeners that do nothing. They take turns in one run, so noise falls on all alike.
 */
export async function* callBench(): AsyncGenerator<BenchRow> {
  const world = await World.open();
  try {
    await world.agent.start();
    const pages = await contestants(world);
    for (const size of SIZES) yield* rowsOf("one governed call", size.name, "ms", await measure(pages, size));
  } finally {
    await world.close();
  }
}

async function contestants(world: World): Promise<Map<string, Page>> {
  const pages = new Map<string, Page>();
  const guarded = await world.launchReady("unpacked");
  pages.set("Lanyard", await pageOf(guarded));
  pages.set("Lanyard, hook in the page", await pageOf(guarded, "https://chatgpt.com/"));
  pages.set("no extension", await pageOf(world.keep(await launch(world.launchOptions("bare"), []))));
  for (const asks of ["nothing", "bodies"] as const) {
    pages.set(
      asks === "bodies" ? "do-nothing listener with bodies" : "do-nothing listener",
      await doNothing(world, asks),
    );
  }
  return pages;
}

async function doNothing(world: World, asks: Asks): Promise<Page> {
  const dir = join(world.folder, `do-nothing-${asks}`);
  await writeDoNothingExtension(dir, asks);
  const options = world.launchOptions(asks);
  const extension = await packExtension({
    browser: options.browser,
    dir,
    keyPem: makeExtensionKey().privatePem,
    out: `${dir}-keyed`,
  });
  const context = world.keep(await launchUnpacked({ ...options, extension }));
  await serviceWorker(context, extension.id);
  return pageOf(context);
}

async function pageOf(
  context: { newPage(): Promise<Page> },
  url = "https://intranet.example/",
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function measure(
  pages: ReadonlyMap<string, Page>,
  size: { bytes: number; rounds: number },
): Promise<Map<string, number[]>> {
  const samples = new Map(Array.from(pages.keys(), (name) => [name, [] as number[]]));
  const order = Array.from(pages);
  for (let round = -2; round < size.rounds; round += 1) {
    for (const [name, page] of order) {
      const times = await page.evaluate(timedCalls, { bytes: size.bytes, calls: TURN });
      if (round >= 0) samples.get(name)?.push(...times); // the first two rounds warm connections and caches
    }
    order.push(...order.splice(0, 1)); // another goes first each round
  }
  return samples;
}

/** Runs in the page: the milliseconds of each call, one after the other. */
async function timedCalls({ bytes, calls }: { bytes: number; calls: number }): Promise<number[]> {
  const body = JSON.stringify({ messages: [{ role: "user", content: "x".repeat(bytes) }], model: "gpt-5.5" });
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const began = performance.now();
    const reply = await fetch("https://api.openai.com/v1/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    await reply.text();
    if (reply.status !== 200) throw new Error(`The call was answered with ${reply.status}.`);
    times.push(performance.now() - began);
  }
  return times;
}
