import { rename } from "node:fs/promises";
import { until } from "../e2e/until.ts";
import type { Inside } from "../tested/tested.ts";
import { callOften, type Fault, type Ground, PROFILE } from "./fault.ts";
import { breakClock, mend } from "./inside.ts";

/** What only Firefox knows: listeners that answer by a promise while there is nothing to decide from, and what ends its event page. */
export const FIREFOX_FAULTS: readonly Fault[] = [
  { name: "promise rejects", reasons: {}, run: (ground) => unanswered(ground, breakClock) },
  {
    name: "promise waits for what never comes",
    reasons: {},
    run: (ground) => unanswered(ground, () => undefined),
  },
  { name: "event page gone idle", reasons: {}, quick: true, run: goneIdle },
  {
    name: "extension updated under load, and at the next start",
    reasons: {},
    runsOfBrowser: 1,
    run: updated,
  },
  { name: "worker killed until the browser gives up on it", reasons: {}, run: killedOften },
];

/** Agent and memory are gone, so that calls wait, and the baseline that would answer before them is turned off. */
async function unanswered(ground: Ground, breaks: (inside: Inside) => void): Promise<void> {
  const { world, browser, call, recovered } = ground;
  await world.agent.kill();
  await browser.inBackground(forget, null);
  await browser.stopBackground();
  await browser.inBackground(breaks, null);
  await call(3);
  await mend(ground);
  await world.agent.start();
  await recovered();
}

async function forget({ chrome: { storage, declarativeNetRequest } }: Inside): Promise<void> {
  await storage.session.clear();
  await storage.local.set({ state: null });
  await declarativeNetRequest.updateEnabledRulesets({ disableRulesetIds: ["baseline"] });
}

/** An open line to the host keeps the page from going idle, so the host goes first; a call wakes it without. */
async function goneIdle({ world, browser, call, recovered }: Ground): Promise<void> {
  const hosts = world.hostsOf(PROFILE);
  await rename(hosts, `${hosts}.away`);
  await browser.stopBackground();
  await call();
  await until("the event page has gone idle", () => browser.isStopped(), 60_000);
  await call(3);
  await rename(`${hosts}.away`, hosts);
  await browser.stopBackground();
  await recovered();
}

/** The update waits for the next start, whose first page calls before anything else. */
async function updated(ground: Ground, n: number): Promise<void> {
  const { world, browser, recovered } = ground;
  const version = await browser.update();
  if (!version.endsWith(`.${n + 1}`)) throw new Error(`The update before ${version} was not taken.`);
  await callOften(ground);
  await recovered();
  await browser.close();
  await world.startCalling(PROFILE);
}

/** Left to itself, Firefox starts no extension again after six deaths in half a minute. */
async function killedOften({ browser, call, recovered }: Ground): Promise<void> {
  for (let times = 0; times < 7; times += 1) {
    await (
      await browser.killBackground()
    )();
    await call();
  }
  await recovered();
}
