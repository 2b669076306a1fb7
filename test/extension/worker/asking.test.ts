import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Judgement, judgeCall } from "../../../extension/worker/judgement.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { Questions, type Raised } from "../../../extension/worker/questions.ts";
import { replacementFor } from "../../../extension/worker/replacement.ts";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import type { AskingEvent } from "../../../shared/schema/audit-event.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Clearance, ResidualRule } from "../../../shared/schema/clearance.ts";
import type { Question, Withdrawn } from "../../../shared/wire/question.ts";
import { ANY_MOMENT } from "../../shared/policy/plain-policy.ts";
import { CLEARANCE, NOTICE, rule } from "../states.ts";

const catalog = indexCatalog(SERVICES);
const CHAT = "https://chatgpt.com/backend-api/f/conversation";
const IBAN = "DE89 3704 0044 0532 0130 00";
const OPEN = rule({ id: "open", effect: "permit", models: ["openai/*"] });
const oblige = (given: Partial<ResidualRule>): ResidualRule =>
  rule({ id: "asked", effect: "oblige", models: null, ...given });
const WARN = oblige({ obligations: ["warn"] });
const REASON = oblige({ obligations: ["justify"] });
const REDACT = oblige({ obligations: ["redact"], when: { ...ANY_MOMENT, dataClasses: ["iban"] } });

interface Said {
  readonly text?: string;
  readonly model?: string;
  readonly conversation?: string;
  readonly tab?: number;
}

function callOf({ text = "hello", model = "gpt-5-5", conversation }: Said): Call {
  const body = {
    action: "next",
    model,
    messages: [{ author: { role: "user" }, content: { content_type: "text", parts: [text] } }],
    ...(conversation === undefined ? {} : { conversation_id: conversation }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { method: "POST", url: CHAT, headers: {}, body: { kind: "bytes", bytes }, frames: [] };
}

/** A worker as far as asking goes. */
function workerWith(rules: readonly ResidualRule[], change: Partial<Clearance> = {}) {
  const posture = new Posture("1.0.0", Date.now());
  const clearance: Clearance = {
    ...CLEARANCE,
    classifications: [],
    levels: ["open"],
    holder: { ...CLEARANCE.holder, level: 0 },
    rules: [OPEN, ...rules],
    almost: [],
    dataClasses: [{ name: "iban", words: "IBAN", builtIn: ["iban"], patterns: [], replace: "[IBAN]" }],
    ...change,
  };
  const health = { version: "1", policyCheckedAt: Date.now(), policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
  const events: AskingEvent[] = [];
  const shown: (Question | Withdrawn)[] = [];
  const questions = new Questions({
    posture,
    record: (event) => void events.push(event),
    show: (_tab, message) => {
      shown.push(message);
      return Promise.resolve();
    },
  });
  const judge = (said: Said = {}): Judgement => {
    const judged = judgeCall(catalog, posture, callOf(said), Date.now(), { tab: said.tab ?? 1 });
    if (judged === null) throw new Error("This call is one to decide on.");
    return judged;
  };
  const raise = (said: Said = {}): Raised | null => {
    const judged = judge(said);
    const { asks } = judged;
    if (asks === null) return null;
    const replacement =
      asks.found.length > 0 ? replacementFor(catalog, callOf(said), posture.finder, asks.redacted) : null;
    return questions.raise({ judged, asks, of: "event-00001", notice: NOTICE, replacement }, Date.now());
  };
  const effect = (said: Said = {}): string => judge(said).decision.effect;
  const answer = (go: boolean, given: { reason?: string; purpose?: string } = {}, tab = 1): boolean => {
    const { id } = shown.findLast(({ type }) => type === "question") as Question;
    const { reason = null, purpose = null } = given;
    return questions.answer(tab, { type: "answer", id, go, reason, purpose }, Date.now());
  };
  return { posture, questions, events, shown, judge, raise, effect, answer };
}

/** Raises a question that the hook waits for, and answers it. */
async function approve(worker: ReturnType<typeof workerWith>, said: Said = {}): Promise<boolean> {
  const going = worker.raise(said)?.wait();
  expect(worker.answer(true)).toBe(true);
  return (await going) === true;
}

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
    const going = [worker.raise(), worker.raise(), worker.raise()].map((raised) => raised?.wait());
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

describe("an answer is remembered", () => {
  const remembered = (remember: "conversation" | "model" | "hour" | "day") =>
    workerWith([WARN], { asking: { ...USUAL_ASKING, remember } });

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

describe("a call with data that is redacted", () => {
  const TEXT = `Pay ${IBAN} now`;

  test("is held, and goes out with the same body but for the text", async () => {
    const worker = workerWith([REDACT]);
    expect(worker.effect()).toBe("permit");
    const raised = worker.raise({ text: TEXT });
    const going = raised?.wait();
    expect(worker.shown).toMatchObject([
      {
        steps: ["redact"],
        replaced: [{ name: "IBAN", count: 1 }],
        preview: [
          { text: "Pay ", replaced: false },
          { text: "[IBAN]", replaced: true },
          { text: " now", replaced: false },
        ],
      },
    ]);
    worker.answer(true);
    expect(await going).toBe(true);
    const before = new TextDecoder().decode(bytesOf(callOf({ text: TEXT })));
    expect(raised?.body).toBe(before.replace(IBAN, "[IBAN]"));
    expect(worker.effect({ text: "Pay [IBAN] now" })).toBe("permit");
    expect(worker.effect({ text: TEXT })).toBe("deny");
    expect(JSON.stringify(worker.events)).not.toContain("3704");
    expect(worker.events).toMatchObject([{ replaced: [{ name: "iban", count: 1 }] }]);
  });

  test("is replaced again without another question after the person has said so for the day", async () => {
    const worker = workerWith([REDACT], { asking: { ...USUAL_ASKING, remember: "day" } });
    await approve(worker, { text: TEXT });
    const again = worker.raise({ text: `And ${IBAN}` });
    expect(await again?.wait()).toBe(true);
    expect(again?.body).toContain("And [IBAN]");
    expect(worker.events).toHaveLength(1);
  });

  test("asks for both steps at once, and not again for what was replaced", async () => {
    const worker = workerWith([{ ...REDACT, id: "r" }, WARN]);
    expect(await approve(worker, { text: TEXT })).toBe(true);
    expect(worker.shown).toMatchObject([{ steps: ["redact", "warn"] }]);
    expect(worker.effect({ text: "Pay [IBAN] now" })).toBe("permit");
  });

  test("is denied in words where nobody can look into it (P5)", () => {
    const { posture } = workerWith([REDACT], { uninspectable: "permit" });
    const call: Call = { ...callOf({}), body: { kind: "unreadable", why: "A file." } };
    const judged = judgeCall(catalog, posture, call, Date.now(), { tab: 1 });
    expect(judged).toMatchObject({ decision: { effect: "deny", ground: "obligation" }, asks: null });
  });

  test("is denied where a class has nothing to be found by (P5)", () => {
    const dataClasses = [{ name: "iban", words: "IBAN", builtIn: [], patterns: [], replace: "" }];
    expect(workerWith([REDACT], { dataClasses }).effect()).toBe("deny");
  });

  test("is denied where the replacing leaves something, as in two texts that make one together", () => {
    const { posture } = workerWith([REDACT]);
    const bytes = new TextEncoder().encode(
      JSON.stringify({ model: "gpt-5.5", messages: [{ role: "user", content: `x ${IBAN}` }] }),
    );
    const call: Call = { ...callOf({}), body: { kind: "bytes", bytes } };
    const sticky = { isWhole: true, find: posture.finder.find };
    expect(replacementFor(catalog, call, sticky, ["iban"])?.body).toContain("x [IBAN]");
    const [of] = posture.clearance?.dataClasses ?? [];
    const always = { isWhole: true, find: () => (of === undefined ? [] : [{ of, from: 0, to: 1 }]) };
    expect(replacementFor(catalog, call, always, ["iban"])).toBeNull();
  });
});

test("what asks for a seal is denied in words, whoever is asked", () => {
  const { judge } = workerWith([oblige({ obligations: ["seal", "warn"] })]);
  expect(judge()).toMatchObject({ decision: { effect: "deny", ground: "obligation" }, asks: null });
  expect(judge().decision.because).toContain("(seal)");
});

test("a denial stays what it is, whatever its rule requires", () => {
  const { judge } = workerWith([rule({ id: "no", effect: "forbid", models: null, obligations: ["warn"] })]);
  expect(judge()).toMatchObject({ decision: { ground: "rule" }, asks: null });
});

function bytesOf({ body }: Call): Uint8Array {
  return body.kind === "bytes" ? body.bytes : new Uint8Array();
}
