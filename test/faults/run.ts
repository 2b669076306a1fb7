import { callFrom, messageCall } from "../e2e/calls.ts";
import { until } from "../e2e/until.ts";
import type { Testable } from "../tested/choose.ts";
import type { BrowserName, TestedWorld } from "../tested/tested.ts";
import { type Fault, type Ground, PROFILE, type StartFault } from "./fault.ts";

/** What one fault led to; a leak is a forbidden call that reached the service. */
export interface Row {
  readonly browser: BrowserName;
  readonly fault: string;
  readonly runs: number;
  readonly leaks: number;
  /** Why leaks cannot be zero; null: they can, and must. */
  readonly reason: string | null;
}

const FORBIDDEN = messageCall("mythos-5");
const ALLOWED = messageCall("claude-opus-4-8");

/** Brings a fault about so many times, in one browser. */
export async function runFault(tested: Testable, fault: Fault, runs: number): Promise<Row> {
  return inWorld(tested, fault, runs, async (world) => {
    let ground: Ground | null = null;
    for (let n = 0; n < runs; n += 1) {
      if (ground === null || n % (fault.runsOfBrowser ?? runs) === 0) {
        await ground?.browser.close();
        ground = await groundIn(world, fault.quick ?? false);
      }
      await fault.run(ground, n);
    }
  });
}

/** Starts a browser so many times. */
export async function runStart(tested: Testable, fault: StartFault, runs: number): Promise<Row> {
  return inWorld(tested, fault, runs, async (world) => {
    await fault.before(world);
    for (let n = 0; n < runs; n += 1) await fault.start(world, n);
  });
}

async function inWorld(
  { browser, open }: Testable,
  { name, reasons }: Pick<Fault, "name" | "reasons">,
  runs: number,
  work: (world: TestedWorld) => Promise<void>,
): Promise<Row> {
  const world = await open();
  try {
    await world.agent.start();
    await work(world);
    const leaks = world.fakes
      .received({ host: "api.anthropic.com", method: "POST" })
      .filter(({ text }) => !text.includes("claude-opus-4-8")).length;
    return { browser, fault: name, runs, leaks, reason: reasons[browser] ?? null };
  } finally {
    await world.close();
  }
}

async function groundIn(world: TestedWorld, quick: boolean): Promise<Ground> {
  const browser = await world.launchReady(PROFILE, { quick });
  const page = await browser.newPage();
  await page.goto("https://intranet.example/");
  return {
    world,
    browser,
    page,
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
