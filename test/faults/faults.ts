import { rename } from "node:fs/promises";
import type { BrowserName } from "../tested/tested.ts";
import { CHROMIUM_FAULTS } from "./chromium-faults.ts";
import { type Fault, type Ground, PROFILE } from "./fault.ts";
import { FIREFOX_FAULTS } from "./firefox-faults.ts";
import { breakClock, brokenInside, fillStorage, moveClock, tearSnapshot } from "./inside.ts";

const COMMON: readonly Fault[] = [
  { name: "listener throws", reasons: {}, run: (ground) => brokenInside(ground, breakClock, null) },
  { name: "worker stopped", reasons: {}, run: stopped },
  {
    name: "worker killed, call at once",
    reasons: {
      chromium: "The browser lets requests go whose events were with the process that died, for about 5 ms.",
      firefox: "The browser lets requests go whose events were with the process that died.",
    },
    run: (ground) => killed(ground, false),
  },
  {
    name: "worker killed, call once the browser has noticed",
    reasons: {},
    run: (ground) => killed(ground, true),
  },
  { name: "agent killed", reasons: {}, run: agentKilled },
  { name: "native host missing", reasons: {}, run: hostMissing },
  { name: "snapshot torn", reasons: {}, run: snapshotTorn },
  { name: "storage full", reasons: {}, run: (ground) => brokenInside(ground, fillStorage, null) },
  { name: "clock moved", reasons: {}, run: (ground, n) => brokenInside(ground, moveClock, n) },
];

/** Faults of a browser that runs, each with what is called while it lasts. */
export function faultsOf(browser: BrowserName): readonly Fault[] {
  return [...COMMON, ...(browser === "chromium" ? CHROMIUM_FAULTS : FIREFOX_FAULTS)];
}

async function stopped({ browser, call }: Ground): Promise<void> {
  await browser.stopBackground();
  await call();
}

async function killed({ browser, call, recovered }: Ground, waits: boolean): Promise<void> {
  const noticed = await browser.killBackground();
  if (waits) await noticed();
  await call();
  await recovered();
}

async function agentKilled({ world, call, recovered }: Ground): Promise<void> {
  await world.agent.kill();
  await call(3);
  await world.agent.start();
  await recovered();
}

/** The line to the agent is cut, and what would take it up again is gone; then the worker stops, too. */
async function hostMissing({ world, browser, call, recovered }: Ground): Promise<void> {
  const hosts = world.hostsOf(PROFILE);
  await rename(hosts, `${hosts}.away`);
  await world.agent.kill();
  await call(3);
  await browser.stopBackground();
  await call(3);
  await rename(`${hosts}.away`, hosts);
  await world.agent.start();
  await browser.stopBackground();
  await recovered();
}

/** Damages what the next life of the worker starts from, which then is all that it has. */
async function snapshotTorn({ world, browser, call, recovered }: Ground, n: number): Promise<void> {
  await world.agent.kill();
  await browser.inBackground(tearSnapshot, n);
  await browser.stopBackground();
  await call(3);
  await world.agent.start();
  await recovered();
}
