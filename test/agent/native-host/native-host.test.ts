import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { EVERYTHING } from "../../../agent/journal/filter.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { exitOf, makeSite, start, startAgent, type Site } from "../running.ts";
import { decisionEvents } from "../sample-events.ts";
import { talkThrough, type Talk } from "../talk.ts";

const ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/";

function startHost(site: Site): { readonly host: ReturnType<typeof start>; readonly talk: Talk } {
  const host = start(site, ["native-host", "--socket", site.socket, ORIGIN]);
  return { host, talk: talkThrough(host) };
}

function link(talk: Talk, up: boolean, after = 0): Promise<unknown> {
  return talk.until((heard) => heard.slice(after).find((one) => one.type === "link" && one.up === up));
}

function storedIds(site: Site): string[] {
  const reader = new JournalReader(site.journal);
  const entries = reader.newest(EVERYTHING, 1_000_000);
  reader.close();
  return entries.flatMap(({ event }) => (event.kind === "decision" ? [event.id] : []));
}

test("10,000 events through the host are all stored, once, in their order", async () => {
  const site = makeSite();
  await startAgent(site);
  const { talk } = startHost(site);
  await link(talk, true);
  talk.hello();
  const events = decisionEvents(10_000);
  for (let at = 0; at < events.length; at += 500)
    talk.send({ type: "events", events: events.slice(at, at + 500) });
  await talk.stored(events.map(({ id }) => id));
  expect(storedIds(site)).toEqual(events.map(({ id }) => id));
}, 30_000);

test("an agent that is killed and comes back is found again, and every event is there once", async () => {
  const site = makeSite();
  const first = await startAgent(site);
  const { talk } = startHost(site);
  await link(talk, true);
  talk.hello();
  const events = decisionEvents(2_000);
  for (let at = 0; at < 1_000; at += 100) talk.send({ type: "events", events: events.slice(at, at + 100) });
  await talk.until((heard) => heard.find((one) => one.type === "stored"));
  first.kill("SIGKILL");
  await link(talk, false);
  talk.send({ type: "events", events: events.slice(0, 10) });
  const before = talk.heard.length;
  await startAgent(site);
  await link(talk, true, before);
  talk.hello();
  for (let at = 0; at < events.length; at += 250)
    talk.send({ type: "events", events: events.slice(at, at + 250) });
  await talk.stored(events.map(({ id }) => id));
  expect(storedIds(site)).toEqual(events.map(({ id }) => id));
}, 30_000);

test("a host that is there before the agent says so, and connects when it comes", async () => {
  const site = makeSite();
  const { talk } = startHost(site);
  await link(talk, false);
  expect(existsSync(site.socket)).toBe(false);
  await startAgent(site);
  await link(talk, true);
  talk.hello();
  await talk.state();
  expect(talk.heard.filter(({ type }) => type === "link")).toHaveLength(2);
});

test("a host that has waited long for its agent still connects at once when it comes", async () => {
  const site = makeSite();
  const { talk } = startHost(site);
  await link(talk, false);
  // After 100 + 200 + 400 + 800 ms of waits the next try by the clock is 1.6 s away.
  await pause(1_700);
  await startAgent(site);
  const listening = performance.now();
  await link(talk, true);
  expect(performance.now() - listening).toBeLessThan(1_500);
});

test("a host whose browser closes its end hands over what it has and ends", async () => {
  const site = makeSite();
  await startAgent(site);
  const { host, talk } = startHost(site);
  await link(talk, true);
  talk.hello();
  talk.send({ type: "events", events: decisionEvents(5) });
  host.stdin?.end();
  expect(await exitOf(host)).toBe(0);
  await expect.poll(() => storedIds(site)).toHaveLength(5);
});

test("a host starts by Firefox's arguments as well, from the usual place", async () => {
  const site = makeSite();
  const host = start(site, ["/x/com.lanyard.agent.json", "guard@lanyard.test"]);
  const talk = talkThrough(host);
  await link(talk, false);
  host.stdin?.end();
  expect(await exitOf(host)).toBe(0);
});

test("frames that the host does not know pass through whole, and answers come back", async () => {
  const site = makeSite();
  await startAgent(site);
  const { talk } = startHost(site);
  await link(talk, true);
  talk.send({ type: "something else", text: "x".repeat(3_000_000) });
  talk.send({ type: "ping", n: 3 });
  await talk.until((heard) => heard.find((one) => one.type === "pong" && one.n === 3));
  expect(talk.heard.map(({ type }) => type)).toEqual(["link", "refused", "pong"]);
});
