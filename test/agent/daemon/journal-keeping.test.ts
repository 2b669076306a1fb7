import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCheckpoint } from "../../../agent/journal/checkpoint.ts";
import type { Journal } from "../../../agent/journal/journal.ts";
import { verifyDatabase } from "../../../agent/journal/verify/verify-database.ts";
import { Recorder } from "../../../agent/daemon/recorder.ts";
import { until } from "../../e2e/until.ts";
import { canMount, MountedAgent } from "../mounted.ts";
import { exitOf, makeSite, startAgent, type Site } from "../running.ts";
import { decisionEvents } from "../sample-events.ts";
import { greeted, journalOf, lifeOf } from "../witness.ts";
import { optionsWith } from "../journal/written.ts";
import { startReceiver } from "../witness/receiver.ts";

function withConfig(more: string): Site {
  const site = makeSite();
  appendFileSync(site.config, more);
  return site;
}

describe("an agent", () => {
  test("signs its journal at start and stop with a key of its own, and every hundred events", async () => {
    const site = makeSite();
    const agent = await startAgent(site);
    const talk = await greeted(site);
    const events = decisionEvents(250);
    talk.send({ type: "events", events });
    await talk.stored(events.map(({ id }) => id));
    agent.kill("SIGTERM");
    await exitOf(agent);
    const report = verifyDatabase(site.journal, optionsWith());
    expect(report).toMatchObject({ findings: [], notes: [] });
    expect(report.signed).toBe(report.events);
    expect(report.checkpoints).toBeGreaterThanOrEqual(3);
    expect(statSync(join(site.folder, "state/device-key")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(site.folder, "state/device-key.pub"), "utf8")).toContain("PUBLIC KEY");
  });

  test("tells its checkpoints to a folder and an address, the last one when it stops", async () => {
    const { url, got } = await startReceiver();
    const site = withConfig(`witness: {folder: audit, url: "${url}"}\n`);
    const agent = await startAgent(site);
    await until("both have one", () => got.length > 0 && existsSync(join(site.folder, "audit")));
    agent.kill("SIGTERM");
    await exitOf(agent);
    const [file = ""] = readdirSync(join(site.folder, "audit"));
    const lines = readFileSync(join(site.folder, "audit", file), "utf8")
      .trim()
      .split("\n");
    const last = (JSON.parse(lines.at(-1) ?? "") as { checkpoint: string }).checkpoint;
    const { events, root } = verifyDatabase(site.journal, optionsWith());
    expect(readCheckpoint(last)).toMatchObject({ size: events });
    expect(readCheckpoint(last)?.root.toString("base64")).toBe(root);
    expect(got.at(-1)).toBe(last);
  });

  test("records that a witness takes nothing, and goes on", async () => {
    const site = withConfig("witness: {folder: people.yaml/audit}\n");
    await startAgent(site);
    const talk = await greeted(site);
    talk.send({ type: "events", events: decisionEvents(1) });
    await talk.stored(["event-000000"]);
    await until("it is recorded", () => lifeOf(site).includes("agent degraded"));
    const detail = journalOf(site).flatMap((event) =>
      event.kind === "lifecycle" && event.what === "degraded" ? [event.detail] : [],
    );
    expect(detail).toEqual([
      expect.stringContaining("people.yaml/audit cannot be written: a part of the path is not a folder"),
    ]);
  });

  test("says that its device key is none, signs nothing, and records all the same", async () => {
    const site = makeSite();
    const first = await startAgent(site);
    first.kill("SIGTERM");
    await exitOf(first);
    const before = verifyDatabase(site.journal, optionsWith()).signed;
    writeFileSync(join(site.folder, "state/device-key"), "no key");
    await startAgent(site);
    const talk = await greeted(site);
    expect((await talk.state()).health.journalProblem).toContain("is no Ed25519 key in PEM");
    talk.send({ type: "events", events: decisionEvents(1) });
    await talk.stored(["event-000000"]);
    expect(verifyDatabase(site.journal, optionsWith()).signed).toBe(before);
  });

  test("takes no record of pruning from an extension", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const forged = {
      id: "forged-record",
      time: 1,
      kind: "pruned",
      why: "age",
      count: 1,
      first: 1,
      last: 1,
      set: "0".repeat(64),
    };
    talk.send({ type: "events", events: [forged] });
    await talk.stored(["forged-record"]);
    const kinds = journalOf(site).map(({ kind }) => kind);
    expect(kinds).toContain("gap");
    expect(kinds).not.toContain("pruned");
  });
});

test("what comes within one turn shares one commit, and is acknowledged after it", async () => {
  const commits: number[] = [];
  const journal = {
    append: (events: readonly unknown[]) => void commits.push(events.length),
  } as unknown as Journal;
  const recorder = new Recorder(journal, () => undefined);
  const answers: boolean[] = [];
  for (const event of decisionEvents(5))
    recorder.store({ events: [event], wrapped: new Map() }, (isDurable) => answers.push(isDurable));
  expect([commits, answers]).toEqual([[], []]);
  await until("they are stored", () => answers.length === 5);
  expect([commits, answers]).toEqual([[5], [true, true, true, true, true]]);
});

describe.skipIf(!canMount())("a disk", () => {
  test("that is full is told of, nothing is acknowledged, and all of it comes in once there is room", async () => {
    const site = makeSite();
    const agent = new MountedAgent(site, "size=4m");
    await agent.listening();
    const talk = await greeted(site);
    expect(() => writeFileSync(agent.path("filler"), Buffer.alloc(8_000_000))).toThrow(/ENOSPC/);
    const events = decisionEvents(300);
    talk.send({ type: "events", events });
    const { health } = await talk.state((state) => state.health.journalProblem !== null);
    expect(health.journalProblem).toMatch(/the disk is full|the disk reports an error/);
    expect(talk.heard.some(({ type }) => type === "stored")).toBe(false);
    rmSync(agent.path("filler"));
    await talk.end();
    const again = await greeted(site);
    again.send({ type: "events", events });
    await again.stored(events.map(({ id }) => id));
    const copy = join(site.folder, "copy.db");
    for (const suffix of ["", "-wal"]) copyFileSync(agent.path(`journal.db${suffix}`), copy + suffix);
    const report = verifyDatabase(copy, optionsWith());
    expect(report.findings).toEqual([]);
    expect(report.bodies).toBeGreaterThanOrEqual(300);
  });

  test("that is read-only is told of, and the journal begins as soon as it is not", async () => {
    const site = makeSite();
    const agent = new MountedAgent(site, "size=8m", true);
    await agent.listening();
    const talk = await greeted(site);
    const events = decisionEvents(3);
    talk.send({ type: "events", events });
    expect(
      (await talk.state((state) => state.health.journalProblem !== null)).health.journalProblem,
    ).toContain("cannot be");
    agent.unlock();
    await talk.end();
    const again = await greeted(site);
    again.send({ type: "events", events });
    await again.stored(events.map(({ id }) => id));
  });
});
