import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packed } from "../../../agent/forward/batch.ts";
import { TAKEN } from "../../../agent/forward/send/sender.ts";
import { until } from "../../e2e/until.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { idsOf, old, refused, Stage } from "./stage.ts";

describe("a courier", () => {
  test("takes everything once, in order, in batches, and goes on where it was", async () => {
    const stage = new Stage();
    const events = decisionEvents(1_201);
    stage.append(events);
    const first = stage.courier();
    await stage.has(1_201);
    expect(stage.got).toEqual(idsOf(events));
    expect(stage.largest).toBe(500);
    await until("the cursor is written", () => first.state().behind === 0);
    expect(first.state()).toEqual({ sentUpTo: 1_201, behind: 0, leftOut: 0, problem: null });
    first.stop();
    const more = decisionEvents(3, "later");
    stage.append(more);
    const second = stage.courier();
    await stage.has(1_204);
    expect(stage.got).toEqual(idsOf([...events, ...more]));
    stage.append([decisionEvent("while-awake")]);
    second.wake();
    await stage.has(1_205);
    expect(stage.told).toEqual([]);
  });

  test("waits for a receiver that is away, says so, and loses nothing", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(20));
    stage.answer = () => ({ got: "later", problem: "Nobody answers.", wait: null });
    const courier = stage.courier();
    await until("three tries", () => stage.tries >= 3);
    expect(courier.state()).toMatchObject({ sentUpTo: 0, behind: 20, problem: "Nobody answers." });
    stage.answer = () => TAKEN;
    await stage.has(20);
    await until("all is well", () => courier.state().problem === null);
    expect(stage.got).toEqual(idsOf(decisionEvents(20)));
  });

  test("leaves out only what the receiver would not have, and tells it once", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(300));
    const bad = new Set(["event-000000", "event-000007", "event-000299"]);
    stage.answer = (ids) => (ids.some((id) => bad.has(id)) ? refused("400: no thanks") : TAKEN);
    const courier = stage.courier();
    await stage.has(297);
    await until("it is settled", () => courier.state().behind === 0);
    expect(courier.state()).toMatchObject({ leftOut: 3, problem: null });
    expect(new Set(stage.got)).toEqual(new Set(idsOf(decisionEvents(300)).filter((id) => !bad.has(id))));
    expect(stage.told).toEqual([
      {
        what: "problem",
        sentence: expect.stringMatching(/would not have 3 events.*sequence 1, 8, 300.*no thanks/),
      },
    ]);
  });

  test.each([1, 3, 100])("leaves none of %i out where a receiver refuses everything", async (count) => {
    const stage = new Stage();
    stage.append(decisionEvents(count));
    stage.answer = () => refused("400: wrong index");
    const courier = stage.courier();
    await until("it has a problem", () => courier.state().problem !== null);
    expect(courier.state()).toMatchObject({ sentUpTo: 0, leftOut: 0, problem: "400: wrong index" });
    stage.answer = () => TAKEN;
    await stage.has(count);
    expect(stage.got).toEqual(idsOf(decisionEvents(count)));
    expect(stage.told).toEqual([]);
  });

  test("tells as a gap, once, what was pruned before it was sent", async () => {
    const stage = new Stage();
    const events = old(decisionEvents(1_600), (index) => index >= 10 && index < 1_510);
    stage.append(events.slice(0, 10));
    const courier = stage.courier();
    await stage.has(10);
    await until("the cursor is written", () => courier.state().behind === 0);
    stage.answer = () => ({ got: "later", problem: "Nobody answers.", wait: null });
    stage.append(events.slice(10));
    stage.prune();
    courier.wake();
    await until("two tries", () => courier.state().problem !== null && stage.tries >= 3);
    stage.answer = () => TAKEN;
    await stage.has(101);
    expect(stage.got.slice(10, -1)).toEqual(idsOf(events.slice(1_510)));
    expect(stage.told).toEqual([{ what: "pruned", count: 1_500, from: events[9]?.time }]);
  });

  test("loses nothing that is between what was pruned, and tells each pruning once", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(10, "first"));
    const courier = stage.courier();
    await stage.has(10);
    stage.answer = () => ({ got: "later", problem: "Nobody answers.", wait: null });
    const events = old(decisionEvents(900), (index) => index % 3 === 0);
    stage.append(events);
    courier.wake();
    await until("it has a problem", () => courier.state().problem !== null);
    stage.prune();
    await until("it is told", () => stage.told.length > 0);
    stage.append(old(decisionEvents(4, "later"), (index) => index < 3));
    stage.prune();
    await until("that is told", () => stage.told.length > 1);
    stage.answer = () => TAKEN;
    await stage.has(10 + 600 + 1 + 1 + 1);
    const kept = idsOf(events.filter((_, index) => index % 3 !== 0));
    expect(stage.got.slice(10, 610)).toEqual(kept);
    expect(stage.told).toMatchObject([
      { what: "pruned", count: 300 },
      { what: "pruned", count: 3 },
    ]);
  });

  test("misses nothing that was gone before it was a receiver", async () => {
    const stage = new Stage();
    stage.append(old(decisionEvents(10), (index) => index % 2 === 0));
    stage.prune();
    stage.courier();
    await stage.has(6);
    expect(stage.told).toEqual([]);
  });

  test.each([
    ["longer", 40],
    ["shorter", 3],
  ])("starts over in another journal that is %s, and says so", async (_what, count) => {
    const stage = new Stage();
    stage.append(decisionEvents(10));
    const courier = stage.courier();
    await stage.has(10);
    await until("the cursor is written", () => courier.state().behind === 0);
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${stage.file}${suffix}`, { force: true });
    stage.append(decisionEvents(count, "other"));
    courier.wake();
    await stage.has(10 + count);
    expect(stage.got.slice(10)).toEqual(idsOf(decisionEvents(count, "other")));
    expect(stage.told).toEqual([
      { what: "problem", sentence: expect.stringContaining("the journal is another one") },
    ]);
  });

  test("starts over where its cursor is broken, and says so", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(10));
    const courier = stage.courier();
    await stage.has(10);
    await until("the cursor is written", () => courier.state().behind === 0);
    courier.stop();
    const [name = ""] = readdirSync(stage.cursors);
    expect(JSON.parse(readFileSync(join(stage.cursors, name), "utf8"))).toMatchObject({ sequence: 10 });
    writeFileSync(join(stage.cursors, name), '{"sequence": 1');
    stage.courier();
    await stage.has(20);
    expect(stage.told).toHaveLength(1);
  });

  test("sends again what it could not remember as sent", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(5));
    writeFileSync(stage.cursors, "a file where the folder belongs");
    const courier = stage.courier();
    await until("it has a problem", () => courier.state().problem !== null);
    expect(courier.state().problem).toContain("a part of the path is not a folder");
    rmSync(stage.cursors);
    await stage.has(5);
    await until("all is well", () => courier.state().problem === null);
    expect(new Set(stage.got)).toEqual(new Set(idsOf(decisionEvents(5))));
  });

  test("passes by what the receiver does not want", async () => {
    const stage = new Stage();
    stage.append([
      ...decisionEvents(600, "denied"),
      decisionEvent("permitted-1", { effect: "permit" }),
      decisionEvent("other-model", { model: "openai/gpt-5.5" }),
      decisionEvent("no-model-1", { model: null }),
      { id: "gap-00001", time: 1, kind: "gap", what: "agent_away", count: 1, from: 0, until: 1 },
    ]);
    const courier = stage.courier({ kinds: ["decision"], effect: "deny", models: ["openai/gpt-?.*"] });
    await until("it is settled", () => courier.state().sentUpTo === 604);
    expect(stage.got).toEqual(["other-model"]);
  });

  test("passes by an event of another version, tells it, and takes the others", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(9));
    stage.change(`UPDATE body SET text = json_set(text, '$.kind', 'of a later version') WHERE sequence = 4`);
    stage.courier();
    await stage.has(8);
    expect(stage.got).not.toContain("event-000003");
    await until("it is told", () => stage.told.length > 0);
    expect(stage.told).toEqual([
      { what: "problem", sentence: expect.stringContaining("1 events (sequence 4) cannot be sent") },
    ]);
  });

  test("passes by a bundle that is damaged, tells it, and takes the others", async () => {
    const stage = new Stage();
    const events = decisionEvents(600);
    stage.append(events);
    stage.change("UPDATE bundle SET leaves = x'00' WHERE number = 0");
    const courier = stage.courier();
    await stage.has(344);
    await until("it is settled", () => courier.state().behind === 0);
    expect(stage.got).toEqual(idsOf(events.slice(256)));
    expect(stage.told).toMatchObject([
      { what: "problem", sentence: expect.stringContaining("256 events (sequence 1, 2, 3") },
    ]);
  });

  test("stops where it is stopped", async () => {
    const stage = new Stage();
    stage.append(decisionEvents(5));
    const stopped = stage.courier();
    stopped.stop();
    stopped.wake();
    stage.courier();
    await stage.has(5);
    expect(stopped.state()).toMatchObject({ sentUpTo: 0, behind: 5 });
    expect(stage.got).toHaveLength(5);
  });
});

test("a batch holds a million bytes, or one event that is larger", () => {
  const entries = decisionEvents(5).map((event, index) => ({ sequence: index + 1, event }));
  const sizes = [400_000, 400_000, 400_000, 2_000_000, 10];
  const write = ({ sequence }: { sequence: number }): string => "x".repeat(sizes[sequence - 1] ?? 0);
  const taken: number[] = [];
  for (let left = entries; left.length > 0;) {
    const { parcels, last, whole } = packed(left, () => true, write);
    taken.push(parcels.length);
    expect(whole).toBe(last?.sequence === 5);
    left = left.filter(({ sequence }) => sequence > (last?.sequence ?? 0));
  }
  expect(taken).toEqual([2, 1, 1, 1]);
});
