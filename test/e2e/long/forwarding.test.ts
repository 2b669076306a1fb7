import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { ocsfProblems } from "../../agent/forward/ocsf-check.ts";
import { makeSite, run, startAgent, type Site } from "../../agent/running.ts";
import { decisionEvents } from "../../agent/sample-events.ts";
import { greeted, journalOf, statusOf } from "../../agent/witness.ts";
import { startRsyslog } from "../../servers/rsyslog.ts";
import { startWebReceiver } from "../../servers/web-receiver.ts";
import { until } from "../until.ts";

const TOKEN = "s3cret-token";
const BATCHES = 30;
const PER_BATCH = 100;

/** Has a site's agent forward as told. */
function forwarding(site: Site, forward: readonly object[]): Site {
  appendFileSync(site.config, `forward: ${JSON.stringify(forward)}\n`);
  writeFileSync(join(site.folder, "token"), TOKEN, { mode: 0o600 });
  return site;
}

/** Sends events to an agent as an extension does, and gives the longest time that it took to store a batch, in milliseconds. */
async function report(site: Site, during: (batch: number) => Promise<void> | void): Promise<number> {
  const talk = await greeted(site);
  let longest = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const events = decisionEvents(PER_BATCH, `batch-${batch}`);
    const began = performance.now();
    talk.send({ type: "events", events });
    await talk.stored(events.map(({ id }) => id));
    longest = Math.max(longest, performance.now() - began);
    await during(batch);
    await pause(100);
  }
  return longest;
}

interface Killable {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Kills a receiver twice while events come, the second time just after it stored some, and starts it again a while later. */
function interrupting(receiver: Killable, ids: Ids) {
  return async (batch: number): Promise<void> => {
    if (batch === 8) await receiver.kill();
    if (batch === 12 || batch === 22) await receiver.start();
    if (batch !== 16) return;
    const before = (await ids()).length;
    await until("it stored some more", async () => (await ids()).length > before);
    await receiver.kill();
  };
}

type Ids = () => Promise<readonly string[]>;

/** Waits until everything that the journal has is there, and gives how many came more than once. */
async function complete(site: Site, ids: Ids): Promise<number> {
  const wanted = journalOf(site).map(({ id }) => id);
  expect(wanted.length).toBeGreaterThan(BATCHES * PER_BATCH);
  let got: readonly string[] = [];
  await until(
    "every event is there",
    async () => {
      got = await ids();
      const there = new Set(got);
      return wanted.every((id) => there.has(id));
    },
    120_000,
  );
  return got.length - new Set(got).size;
}

describe("a receiver that is killed twice while events come has all of them", () => {
  test("rsyslog over TLS", async ({ skip }) => {
    const site = makeSite();
    const rsyslog = (await startRsyslog(join(site.folder, "rsyslog"))) ?? skip("There is no rsyslog here.");
    onTestFinished(() => rsyslog.kill());
    forwarding(site, [{ to: "syslog", url: rsyslog.url, ca: rsyslog.ca }]);
    await startAgent(site);
    const ids: Ids = async () => (await rsyslog.messages()).map(({ id }) => id);
    await report(site, interrupting(rsyslog, ids));
    const doubled = await complete(site, ids);
    console.log(`rsyslog: ${doubled} doubled`);
    const messages = await rsyslog.messages();
    for (const { id, text } of messages) {
      const event = JSON.parse(text.trim());
      expect(event.metadata.uid).toBe(id);
      expect(ocsfProblems(event)).toEqual([]);
    }
    await until("the status says so", async () => (await statusOf(site)).forward[0]?.behind === 0);
    expect((await statusOf(site)).forward).toMatchObject([{ to: "syslog", problem: null, leftOut: 0 }]);
  });

  test.each(["otlp", "hec"] as const)("%s over TLS", async (kind) => {
    const site = makeSite();
    const receiver = await startWebReceiver(kind, join(site.folder, kind), TOKEN);
    onTestFinished(() => receiver.kill());
    forwarding(site, [{ to: kind, url: receiver.url, ca: receiver.ca, token_file: "token" }]);
    await startAgent(site);
    const ids: Ids = () => receiver.ids();
    await report(site, interrupting(receiver, ids));
    const doubled = await complete(site, ids);
    console.log(`${kind}: ${doubled} doubled`);
    await until("the status says so", async () => (await statusOf(site)).forward[0]?.behind === 0);
    expect((await statusOf(site)).forward).toMatchObject([{ to: kind, problem: null, leftOut: 0 }]);
  });
});

test("an agent that is killed while it writes a file goes on where it was, and has every line whole", async () => {
  const site = forwarding(makeSite(), [{ to: "file", file: "events.jsonl", format: "lanyard" }]);
  const file = join(site.folder, "events.jsonl");
  let agent = await startAgent(site);
  const linesNow = (): string[] =>
    existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  for (let round = 0; round < 5; round += 1) {
    const talk = await greeted(site);
    const events = decisionEvents(600, `round-${round}`);
    const before = linesNow().length;
    talk.send({ type: "events", events });
    await talk.stored(events.map(({ id }) => id));
    await until("some of it is written", () => linesNow().length > before);
    agent.kill("SIGKILL");
    agent = await startAgent(site);
  }
  const ids = async (): Promise<string[]> =>
    linesNow().map((line) => (JSON.parse(line) as { id: string }).id);
  const wanted = journalOf(site).map(({ id }) => id);
  await until("every event is there", async () => {
    const there = new Set(await ids());
    return wanted.every((id) => there.has(id));
  });
});

test("a dead receiver stops no other one and no event, and is told in the status", async () => {
  const site = forwarding(makeSite(), [
    { to: "otlp", url: "http://127.0.0.1:9" },
    { to: "file", file: "events.jsonl", kinds: ["decision"] },
  ]);
  await startAgent(site);
  const longest = await report(site, () => undefined);
  console.log(`longest batch beside a dead receiver: ${Math.round(longest)} ms`);
  const file = join(site.folder, "events.jsonl");
  await until(
    "the file has all decisions",
    () => existsSync(file) && readFileSync(file, "utf8").split("\n").length === BATCHES * PER_BATCH + 1,
  );
  const [dead, alive] = (await statusOf(site)).forward;
  expect(dead).toMatchObject({
    sentUpTo: 0,
    problem: expect.stringContaining("127.0.0.1:9 cannot be reached"),
  });
  expect(dead?.behind).toBeGreaterThan(BATCHES * PER_BATCH);
  expect(alive).toMatchObject({ problem: null });
  const { code, stdout } = await run(site, ["agent", "status", "--config", site.config]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Receiver {4}otlp http:\/\/127\.0\.0\.1:9 is \d+ events behind, up to 0/);
});
