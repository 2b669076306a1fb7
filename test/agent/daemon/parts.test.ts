import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coalesce } from "../../../agent/daemon/coalesce.ts";
import { sortBatch } from "../../../agent/daemon/intake.ts";
import { LastGood } from "../../../agent/daemon/last-good.ts";
import { framesOfWhole, framesOfStored } from "../../../agent/daemon/to-extension.ts";
import { TO_BROWSER_LIMIT, ToExtension, type AgentState } from "../../../shared/wire/native.ts";
import { decisionEvent } from "../sample-events.ts";

function contents(frames: readonly Buffer[]): ToExtension[] {
  return frames.map((frame) => ToExtension.parse(JSON.parse(frame.subarray(4).toString())));
}

function stateWith(problem: string): AgentState {
  return {
    type: "state",
    clearance: null,
    health: { version: "1", policyCheckedAt: 0, policyProblem: problem, journalProblem: null },
    promptKey: "0".repeat(64),
  };
}

describe("a state for the browser", () => {
  test.each([
    ["ASCII", "x"],
    ["quotes", '"'],
    ["control characters", "\u0001"],
    ["three bytes a character", "€"],
    ["pairs", "😀"],
    ["lone halves", "\ud800"],
  ])("of 2,000,000 characters of %s comes in frames within the limit, which join to it", (_what, text) => {
    const state = stateWith(text.repeat(2_000_000 / text.length));
    const frames = framesOfWhole(state, "7");
    expect(Math.max(...frames.map((frame) => frame.length - 4))).toBeLessThanOrEqual(TO_BROWSER_LIMIT);
    const parts = contents(frames).flatMap((message) => (message.type === "part" ? [message] : []));
    expect(parts.map(({ n, total, of }) => [n, total, of])).toEqual(
      parts.map((_, n) => [n, parts.length, "7"]),
    );
    expect(JSON.parse(parts.map((part) => part.text).join(""))).toEqual(JSON.parse(JSON.stringify(state)));
  });

  test("that fits is one frame", () => {
    expect(contents(framesOfWhole(stateWith("x"), "1"))).toEqual([stateWith("x")]);
  });
});

test("acknowledgments of any ids come whole and within the limit", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 })), (ids) => {
      expect(contents(framesOfStored(ids)).flatMap((one) => (one.type === "stored" ? one.ids : []))).toEqual(
        ids,
      );
    }),
  );
  const long = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(10_000, "\u0001"));
  const frames = framesOfStored(long);
  expect(Math.max(...frames.map((frame) => frame.length - 4))).toBeLessThanOrEqual(TO_BROWSER_LIMIT);
  expect(frames.length).toBeGreaterThan(1);
});

test("a batch of anything at all is sorted: what is an event is stored, every id is acknowledged", () => {
  const good = fc.uuid().map((id) => decisionEvent(id));
  const bad = fc.oneof(
    fc.jsonValue(),
    fc.uuid().map((id) => Object.assign(decisionEvent(id), { effect: "maybe" })),
  );
  const marked = fc.oneof(
    good.map((event) => ({ good: true, event })),
    bad.map((event) => ({ good: false, event })),
  );
  fc.assert(
    fc.property(fc.array(marked), (batch) => {
      const { events, ids } = sortBatch(
        batch.map(({ event }) => event),
        5,
      );
      const refused = batch.filter((one) => !one.good).length;
      expect(events.filter(({ kind }) => kind === "decision")).toHaveLength(batch.length - refused);
      expect(events.flatMap((event) => (event.kind === "gap" ? [event.count] : []))).toEqual(
        refused ? [refused] : [],
      );
      for (const { event } of batch)
        if (typeof event === "object" && event !== null && "id" in event && typeof event.id === "string")
          expect(ids).toContain(event.id);
    }),
  );
});

describe("the last good state of a file", () => {
  test("stays while newer ones are refused, each distinct problem being news once", () => {
    const lastGood = new LastGood<string>((value) => value);
    const good = (value: string): string => lastGood.take({ ok: true, value });
    const bad = (problem: string): string => lastGood.take({ ok: false, problem });
    expect([good("a"), good("a"), bad("p"), bad("p"), bad("q")]).toEqual([
      "applied",
      "same",
      "refused",
      "same",
      "refused",
    ]);
    expect([lastGood.value, lastGood.problem]).toEqual(["a", "q"]);
    expect([good("a"), good("b")]).toEqual(["applied", "applied"]);
    expect([lastGood.value, lastGood.problem]).toEqual(["b", null]);
  });
});

describe("a job that runs one at a time", () => {
  test("runs once more for all the calls that came while it ran", async () => {
    const gates: (() => void)[] = [];
    let runs = 0;
    let atOnce = 0;
    const call = coalesce(async () => {
      runs += 1;
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise<void>((resolve) => gates.push(resolve));
      atOnce -= 1;
    });
    const first = call();
    const others = [call(), call(), call()];
    gates[0]?.();
    await first;
    await expect.poll(() => gates.length).toBe(2);
    const late = call();
    gates[1]?.();
    await Promise.all(others);
    await expect.poll(() => gates.length).toBe(3);
    gates[2]?.();
    await late;
    expect(runs).toBe(3);
  });

  test("runs again after it failed", async () => {
    let runs = 0;
    const call = coalesce(() => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error("once")) : Promise.resolve();
    });
    const first = call();
    const second = call();
    await expect(first).rejects.toThrow("once");
    await second;
    expect(runs).toBe(2);
  });
});
