import { beforeEach, describe, expect, test, vi } from "vitest";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import { ANY_MOMENT } from "../../shared/policy/plain-policy.ts";
import { CLEARANCE, rule } from "../states.ts";
import { approve, oblige, REASON, WARN, workerWith } from "./asking-worker.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

describe("a call that needs a warning", () => {
  test("is denied with the question to ask, in the policy's words", () => {
    const { judge } = workerWith([oblige({ obligations: ["warn"], because: "Keep names out of it." })]);
    expect(judge()).toMatchObject({
      decision: { effect: "deny", ground: "obligation", because: "Keep names out of it." },
      asks: { steps: ["warn"], outstanding: ["warn"], rules: ["asked"] },
    });
  });

  test("waits, passes after the yes, and then once more with the same text alone", async () => {
    const worker = workerWith([WARN]);
    expect(await approve(worker)).toBe(true);
    expect(worker.effect()).toBe("permit");
    expect(worker.effect({ text: "something else" })).toBe("deny");
    expect(worker.effect({ tab: 2 })).toBe("deny");
    vi.advanceTimersByTime(120_001);
    expect(worker.effect()).toBe("deny");
  });

  test("is not sent after a no, which is recorded, and is not asked again at once", async () => {
    const worker = workerWith([WARN]);
    const going = worker.raise()?.wait();
    vi.advanceTimersByTime(5_000);
    expect(worker.answer(false)).toBe(true);
    expect(await going).toBe(false);
    expect(worker.effect()).toBe("deny");
    expect(worker.raise()).toBeNull();
    expect(worker.events).toMatchObject([
      { of: "event-00001", steps: ["warn"], answer: "no", remembered: null, took: 5_000, rules: ["asked"] },
    ]);
    vi.advanceTimersByTime(3_001);
    expect(worker.raise()).not.toBeNull();
  });

  test("is not sent when its time is over", async () => {
    const worker = workerWith([WARN], { asking: { ...USUAL_ASKING, hold: 60_000 } });
    const going = worker.raise()?.wait();
    vi.advanceTimersByTime(60_000);
    expect(await going).toBe(false);
    expect(worker.events).toMatchObject([{ answer: "timeout", took: 60_000 }]);
    expect(worker.shown.map(({ type }) => type)).toEqual(["question", "withdrawn"]);
    expect(worker.answer(true)).toBe(false);
  });

  test("must be sent again by the person where no hook holds it", async () => {
    const worker = workerWith([WARN]);
    const raised = worker.raise();
    expect(worker.shown).toEqual([]);
    vi.advanceTimersByTime(400);
    expect(worker.shown).toMatchObject([{ type: "question", waits: false }]);
    expect(await raised?.wait()).toBe(false);
    worker.answer(true);
    expect(worker.effect()).toBe("permit");
  });

  test("is asked about once, however often the page sends it", async () => {
    const worker = workerWith([WARN]);
    const raised = [worker.raise(), worker.raise(), worker.raise()].filter((one) => one !== null);
    const going = raised.map((one) => one.wait());
    worker.answer(true);
    expect(await Promise.all(going)).toEqual([true, true, true]);
    expect(worker.events).toHaveLength(1);
  });

  test("of a page that floods is denied without being asked", () => {
    const worker = workerWith([WARN]);
    const raised = Array.from({ length: 50 }, (_, n) => worker.raise({ text: `prompt ${n}` }));
    expect(raised.filter((one) => one !== null)).toHaveLength(4);
    vi.advanceTimersByTime(400);
    expect(worker.shown).toHaveLength(1);
  });

  test("is answered from the tab that was asked alone", () => {
    const worker = workerWith([WARN]);
    void worker.raise()?.wait();
    expect(worker.answer(true, {}, 2)).toBe(false);
    expect(worker.effect()).toBe("deny");
  });

  test("is over when its page is", async () => {
    const worker = workerWith([WARN]);
    const going = worker.raise()?.wait();
    worker.questions.left(1, Date.now());
    expect(await going).toBe(false);
    expect(worker.events).toMatchObject([{ answer: "timeout" }]);
  });
});

function remembered(remember: "conversation" | "model" | "hour" | "day") {
  return workerWith([WARN], { asking: { ...USUAL_ASKING, remember } });
}

describe("an answer is remembered", () => {
  test("for the conversation, whose id comes later, and for no other", async () => {
    const worker = remembered("conversation");
    await approve(worker, { text: "first" });
    expect(worker.effect({ text: "first" })).toBe("permit");
    expect(worker.effect({ text: "second", conversation: "c1" })).toBe("permit");
    expect(worker.effect({ text: "third", conversation: "c2" })).toBe("deny");
    expect(worker.effect({ text: "another beginning" })).toBe("deny");
    expect(worker.effect({ text: "second", conversation: "c1", tab: 2 })).toBe("deny");
    worker.questions.left(1, Date.now());
    expect(worker.effect({ text: "second", conversation: "c1" })).toBe("deny");
  });

  test("for the model, in every tab", async () => {
    const worker = remembered("model");
    await approve(worker);
    expect(worker.effect({ text: "x", tab: 2 })).toBe("permit");
    expect(worker.effect({ model: "gpt-5-2" })).toBe("deny");
  });

  test("for the hour, and no longer", async () => {
    const worker = remembered("hour");
    await approve(worker);
    expect(worker.effect({ text: "x", model: "gpt-5-2", tab: 2 })).toBe("permit");
    vi.advanceTimersByTime(3_600_001);
    expect(worker.effect()).toBe("deny");
  });

  test("for the day, over the worker's lives, and for that person alone", async () => {
    const worker = remembered("day");
    await approve(worker);
    const next = remembered("day");
    next.posture.answers.recall(JSON.parse(JSON.stringify(worker.posture.answers.kept())));
    expect(next.effect({ text: "x" })).toBe("permit");
    const other = workerWith([WARN], { holder: { ...CLEARANCE.holder, id: "ben", level: 0 } });
    other.posture.answers.recall(worker.posture.answers.kept());
    expect(other.effect()).toBe("deny");
    other.posture.answers.recall([{ person: "ben", steps: ["warn"] }]);
    expect(other.effect()).toBe("deny");
  });

  test("for the rules that asked: another rule asks anew", async () => {
    const worker = remembered("day");
    await approve(worker);
    const more = workerWith([WARN, { ...WARN, id: "more" }]);
    more.posture.answers.recall(worker.posture.answers.kept());
    expect(more.effect()).toBe("deny");
  });

  test("not beyond the worker's life where it was for one call", async () => {
    const worker = workerWith([WARN]);
    await approve(worker);
    expect(worker.posture.answers.kept()).toEqual([]);
  });
});

describe("a call that needs a reason", () => {
  const PURPOSES = [{ id: "review", name: "Incident review" }];

  test("takes no yes without one, nor a purpose that policy does not know", () => {
    const worker = workerWith([REASON], { purposes: PURPOSES });
    void worker.raise()?.wait();
    expect(worker.answer(true)).toBe(false);
    expect(worker.answer(true, { reason: "  ", purpose: "review" })).toBe(false);
    expect(worker.answer(true, { reason: "Tuesday" })).toBe(false);
    expect(worker.answer(true, { reason: "Tuesday", purpose: "leisure" })).toBe(false);
    expect(worker.events).toEqual([]);
    expect(worker.answer(true, { reason: " Tuesday ", purpose: "review" })).toBe(true);
    expect(worker.events).toMatchObject([
      { answer: "go", reason: "Tuesday", purpose: "review", remembered: "call" },
    ]);
  });

  test("takes one of the list alone where policy says so", () => {
    const asking = { ...USUAL_ASKING, reasons: ["Incident"], freeText: false };
    const worker = workerWith([REASON], { asking });
    void worker.raise()?.wait();
    expect(worker.shown).toMatchObject([{ reasons: ["Incident"], freeText: false, steps: ["justify"] }]);
    expect(worker.answer(true, { reason: "Because" })).toBe(false);
    expect(worker.answer(true, { reason: "Incident" })).toBe(true);
  });

  test("declares the purpose for what policy decides on next", async () => {
    const forbid = rule({
      id: "not-for-reviews",
      effect: "forbid",
      models: ["openai/gpt-5.2"],
      when: { ...ANY_MOMENT, purposes: ["review"] },
      missing: [{ kind: "purpose", value: null }],
    });
    const asking = { ...USUAL_ASKING, remember: "day" as const };
    const worker = workerWith([REASON, forbid], { purposes: PURPOSES, asking });
    void worker.raise()?.wait();
    worker.answer(true, { reason: "Tuesday", purpose: "review" });
    expect(worker.judge().decision).toMatchObject({ effect: "permit" });
    expect(worker.judge({ model: "gpt-5-2" }).decision).toMatchObject({ ground: "rule" });
  });
});

test("a denial stays what it is, whatever its rule requires", () => {
  const { judge } = workerWith([rule({ id: "no", effect: "forbid", models: null, obligations: ["warn"] })]);
  expect(judge()).toMatchObject({ decision: { ground: "rule" }, asks: null });
});
