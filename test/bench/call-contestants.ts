import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { makeSigningKey } from "../../agent/packing/signing-key.ts";
import { launch } from "../browser/launch.ts";
import { launchUnpacked } from "../browser/launch-unpacked.ts";
import { packExtension } from "../browser/pack-extension.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { writeXpi } from "../browser/pack-extension.ts";
import { findFirefox } from "../browser/find-firefox.ts";
import { FirefoxWorld } from "../e2e/firefox-world.ts";
import { World } from "../e2e/world.ts";
import { type Asks, DO_NOTHING_ID, writeDoNothingExtension } from "./do-nothing-extension.ts";

/** A page of any browser that runs what is measured. */
export interface Contestant {
  readonly evaluate: <A, R>(run: (argument: A) => Promise<R>, argument: A) => Promise<R>;
}

/** A page of no AI service, and one of a service, where the hook stands. */
const NEUTRAL = "https://intranet.example/";
const HOOKED = "https://chatgpt.com/";

/** The contestants in Chromium, then those in Firefox where it is. `pause` slows the stand-ins' answers (milliseconds). */
export async function* inBothBrowsers(
  pause = 0,
): AsyncGenerator<{ browser: string; contestants: Map<string, Contestant> }> {
  const chromium = await World.open({ pause });
  try {
    await chromium.agent.start();
    yield { browser: "Chromium", contestants: await chromiumContestants(chromium) };
  } finally {
    await chromium.close();
  }
  const executable = await findFirefox();
  if (executable === null) return;
  const firefox = await FirefoxWorld.open(executable, { pause });
  try {
    await firefox.agent.start();
    yield { browser: "Firefox", contestants: await firefoxContestants(firefox) };
  } finally {
    await firefox.close();
  }
}

/**
 * Pages in four Chromiums, by the name of who stands between them and the network: Lanyard (without and with its hook in
 * the page), no extension, and listeners that do nothing.
 */
async function chromiumContestants(world: World): Promise<Map<string, Contestant>> {
  const guarded = await world.launchReady("unpacked");
  const bare = world.keep(await launch(world.launchOptions("bare"), []));
  return new Map([
    ["Lanyard", await contestant(guarded, NEUTRAL)],
    ["Lanyard, hook in the page", await contestant(guarded, HOOKED)],
    ["no extension", await contestant(bare, NEUTRAL)],
    ["do-nothing listener", await contestant(await doNothing(world, "nothing"), NEUTRAL)],
    ["do-nothing listener with bodies", await contestant(await doNothing(world, "bodies"), NEUTRAL)],
  ]);
}

async function doNothing(world: World, asks: Asks): Promise<BrowserContext> {
  const dir = join(world.folder, `do-nothing-${asks}`);
  await writeDoNothingExtension(dir, asks);
  const options = world.launchOptions(asks);
  const extension = await packExtension({
    dir,
    keyPem: makeSigningKey(),
    out: `${dir}-keyed`,
  });
  const context = world.keep(await launchUnpacked({ ...options, extension }));
  await serviceWorker(context, extension.id);
  return context;
}

async function contestant(context: BrowserContext, url: string): Promise<Contestant> {
  const page: Page = await context.newPage();
  await page.goto(url);
  return { evaluate: (run, argument) => page.evaluate(run as never, argument as never) };
}

/** The same in four Firefoxes. */
async function firefoxContestants(world: FirefoxWorld): Promise<Map<string, Contestant>> {
  const guarded = await world.launchReady("guarded");
  return new Map([
    ["Lanyard", await guarded.newTab(NEUTRAL)],
    ["Lanyard, hook in the page", await guarded.newTab(HOOKED)],
    ["no extension", await (await world.launchBare()).newTab(NEUTRAL)],
    ["do-nothing listener", await doNothingInFirefox(world, "nothing")],
    ["do-nothing listener with bodies", await doNothingInFirefox(world, "bodies")],
  ]);
}

async function doNothingInFirefox(world: FirefoxWorld, asks: Asks): Promise<Contestant> {
  const dir = join(world.folder, `do-nothing-${asks}`);
  await writeDoNothingExtension(dir, asks, "firefox");
  await writeXpi(dir, `${dir}.xpi`);
  const firefox = await world.launchOther(asks, { id: DO_NOTHING_ID, xpi: `${dir}.xpi` });
  return firefox.newTab(NEUTRAL);
}

/**
 * The samples of each contestant, who take turns so that noise falls on all alike. `turn` is one turn of one of them; the
 * first two rounds warm connections and caches.
 */
export async function takeTurns(
  contestants: ReadonlyMap<string, Contestant>,
  rounds: number,
  turn: (contestant: Contestant) => Promise<readonly number[]>,
): Promise<Map<string, number[]>> {
  const samples = new Map(Array.from(contestants.keys(), (name) => [name, [] as number[]]));
  const order = Array.from(contestants);
  for (let round = -2; round < rounds; round += 1) {
    for (const [name, one] of order) {
      const times = await turn(one);
      if (round >= 0) samples.get(name)?.push(...times);
    }
    order.push(...order.splice(0, 1)); // another goes first each round
  }
  return samples;
}
