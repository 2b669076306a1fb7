import { canForce } from "../browser/launch-forced.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { callFrom, messageCall } from "../e2e/calls.ts";
import { until } from "../e2e/until.ts";
import { World } from "../e2e/world.ts";
import type { Fault, Ground, StartFault } from "./fault.ts";

/** What one fault led to; a leak is a forbidden call that reached the service. */
export interface Row {
  readonly browser: string;
  readonly fault: string;
  readonly runs: number;
  readonly leaks: number;
  /** Why leaks cannot be zero; null: they can, and must. */
  readonly reason: string | null;
}

const FORBIDDEN = messageCall("mythos-5");
const ALLOWED = messageCall("claude-opus-4-8");

/** Brings a fault about so many times, in one browser. */
export async function runFault(fault: Fault, runs: number): Promise<Row> {
  return inWorld(fault, runs, async (world) => {
    let ground: Ground | null = null;
    for (let n = 0; n < runs; n += 1) {
      if (ground === null || n % (fault.runsOfBrowser ?? runs) === 0) {
        await ground?.context.close();
        ground = await groundIn(world);
      }
      await fault.run(ground, n);
    }
  });
}

/** Starts a browser so many times. */
export async function runStart(fault: StartFault, runs: number): Promise<Row> {
  return inWorld(fault, runs, async (world) => {
    await fault.before(world);
    for (let n = 0; n < runs; n += 1) await fault.start(world, n);
  });
}

async function inWorld(
  { name, reason }: { readonly name: string; readonly reason: string | null },
  runs: number,
  work: (world: World) => Promise<void>,
): Promise<Row> {
  const world = await World.open();
  try {
    await world.agent.start();
    await work(world);
    const leaks = world.fakes
      .received({ host: "api.anthropic.com", method: "POST" })
      .filter(({ text }) => !text.includes("claude-opus-4-8")).length;
    return { browser: "chromium", fault: name, runs, leaks, reason };
  } finally {
    await world.close();
  }
}

async function groundIn(world: World): Promise<Ground> {
  const forced = await canForce(await findBrowser({}));
  const context = await world.launchReady(forced ? "forced" : "unpacked");
  const page = await context.newPage();
  await page.goto("https://intranet.example/");
  return {
    world,
    context,
    page,
    worker: () => serviceWorker(context, world.extension.id),
    call: async (times = 1) => {
      await Promise.all(Array.from({ length: times }, () => callFrom(page, FORBIDDEN)));
    },
    recovered: async () => {
      await until(
        "an allowed call passes again",
        async () => "status" in (await callFrom(page, ALLOWED)),
        60_000,
      );
    },
  };
}
