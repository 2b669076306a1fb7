import { beforeEach, describe, expect, test, vi } from "vitest";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { replacementFor } from "../../../extension/worker/replacement.ts";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { approve, callOf, catalog, IBAN, REDACT, WARN, workerWith } from "./asking-worker.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
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
    expect(JSON.stringify(worker.events)).not.toContain("3704 0044");
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

  test("is denied where it stands behind more than is read (P5)", () => {
    const parts = [...Array<string>(10_001).fill("a"), IBAN];
    expect(workerWith([REDACT]).effect({ parts })).toBe("deny");
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
    expect(replacementFor(catalog, call, sticky, ["iban"])?.made).toContain("x [IBAN]");
    const [of] = posture.clearance?.dataClasses ?? [];
    const always = { isWhole: true, find: () => (of === undefined ? [] : [{ of, from: 0, to: 1 }]) };
    expect(replacementFor(catalog, call, always, ["iban"])).toBeNull();
  });
});

function bytesOf({ body }: Call): Uint8Array {
  return body.kind === "bytes" ? body.bytes : new Uint8Array();
}
