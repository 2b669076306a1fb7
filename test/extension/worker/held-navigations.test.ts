import { beforeEach, describe, expect, test, vi } from "vitest";
import { HeldNavigations } from "../../../extension/worker/held-navigations.ts";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { inAddress, replacementFor } from "../../../extension/worker/replacement.ts";
import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import type { AskingEvent } from "../../../shared/schema/audit-event.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Clearance, ResidualRule } from "../../../shared/schema/clearance.ts";
import { NOTICE } from "../states.ts";
import { catalog, IBAN, REASON, REDACT, WARN, workerWith } from "./asking-worker.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

const LINK = linkTo("List the clauses.");

function linkTo(text: string): string {
  return `https://chatgpt.com/?${new URLSearchParams({ q: text, model: "gpt-5-5" })}#top`;
}

function callTo(url: string): Call {
  return { method: "GET", url, headers: {}, body: { kind: "none" }, frames: [] };
}

/** A worker as far as questions about navigations go. */
function navigating(rules: readonly ResidualRule[], change: Partial<Clearance> = {}) {
  const { posture } = workerWith(rules, change);
  const events: AskingEvent[] = [];
  const went: (readonly [tab: number, address: string])[] = [];
  const held = new HeldNavigations({
    posture,
    record: (event) => void events.push(event),
    goOn: (tab, address) => void went.push([tab, address]),
  });
  const judge = (url: string, tab = 1) => judgeCall(catalog, posture, callTo(url), Date.now(), { tab });
  const raise = (url: string, next: string | null = url, tab = 1): void => {
    const judged = judge(url, tab);
    if (judged === null || judged.asks === null) throw new Error("This link is one to ask about.");
    const { asks } = judged;
    const replacement =
      asks.found.length > 0
        ? replacementFor(catalog, callTo(url), posture.finder, asks.redacted, inAddress)
        : null;
    const subject = { judged, asks, of: "event-00001", notice: NOTICE, replacement };
    held.raise(subject, { tab, address: url, next: replacement?.made ?? next }, Date.now());
  };
  const present = (url: string | null = LINK, tab = 1): string | null => held.present(tab, url, Date.now());
  const answer = (
    id: string | null,
    go: boolean,
    given: { reason?: string; purpose?: string } = {},
    tab = 1,
  ) => {
    const { reason = null, purpose = null } = given;
    return held.answer(tab, { type: "answer", id: id ?? "", go, reason, purpose }, Date.now());
  };
  const effect = (url: string): string | undefined => judge(url)?.decision.effect;
  return { posture, held, events, went, raise, present, answer, effect };
}

describe("a link that needs a warning", () => {
  test("is asked about by its blocked page, goes on after the yes, and passes then", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    const id = worker.present();
    expect(worker.held.asked(1, id)).toMatchObject({ type: "question", id, steps: ["warn"], waits: true });
    vi.advanceTimersByTime(5_000);
    expect(worker.answer(id, true)).toBe(true);
    expect(worker.went).toEqual([[1, LINK]]);
    expect(worker.effect(LINK)).toBe("permit");
    expect(worker.effect(linkTo("Something else."))).toBe("deny");
    expect(worker.held.asked(1, id)).toBe("opening");
    expect(worker.held.opening(1)).toBe(LINK);
    expect(worker.events).toMatchObject([
      { of: "event-00001", service: "chatgpt-web", answer: "go", remembered: "call", took: 5_000 },
    ]);
  });

  test("goes nowhere after a no, and takes no second answer", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    const id = worker.present();
    expect(worker.answer(id, false)).toBe(true);
    expect(worker.answer(id, true)).toBe(false);
    expect(worker.went).toEqual([]);
    expect(worker.effect(LINK)).toBe("deny");
    expect(worker.held.asked(1, id)).toBe("declined");
    expect(worker.events).toMatchObject([{ answer: "no", remembered: null }]);
  });

  test("goes nowhere when its time is over, which its page is told", () => {
    const worker = navigating([WARN], { asking: { ...USUAL_ASKING, hold: 60_000 } });
    worker.raise(LINK);
    const id = worker.present();
    const told = vi.fn<() => void>();
    worker.held.watch(told, new AbortController().signal);
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveBeenCalledOnce();
    expect(worker.held.asked(1, id)).toBe("over");
    expect(worker.answer(id, true)).toBe(false);
    expect(worker.events).toMatchObject([{ answer: "timeout", took: 60_000 }]);
  });

  test("is over when its page is left, and says so where the page comes back", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    worker.held.left(1, worker.present(), Date.now());
    expect(worker.events).toMatchObject([{ answer: "timeout" }]);
    const again = worker.present();
    expect(worker.held.asked(1, again)).toBe("over");
    expect(worker.answer(again, true)).toBe(false);
  });

  test("was never asked about where no blocked page has come, and what it says is not kept", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    vi.advanceTimersByTime(30_000);
    expect(worker.held.asked(1, worker.present())).toBe("over");
    expect(worker.events).toEqual([]);
  });

  test("is not asked about on the blocked page of another address", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    for (const other of ["https://claude.ai/new", null]) {
      const id = worker.present(other);
      expect(id).toBeNull();
      expect(worker.held.asked(1, id)).toBeNull();
    }
  });

  test("gives way to a newer one of its tab, whose page the old answer does not reach", () => {
    const worker = navigating([WARN]);
    const newer = linkTo("Newer.");
    worker.raise(LINK);
    const old = worker.present();
    worker.raise(newer);
    expect(worker.held.asked(1, old)).toBe("over");
    const id = worker.present(newer);
    worker.held.left(1, old, Date.now());
    expect(worker.answer(old, true)).toBe(false);
    expect(worker.answer(id, true)).toBe(true);
    expect(worker.went).toEqual([[1, newer]]);
    expect(worker.events.map(({ answer }) => answer)).toEqual(["timeout", "go"]);
  });

  test("is answered from its own tab, by its own id, and not before its page has asked", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    worker.raise(LINK, LINK, 2);
    const id = worker.present();
    expect(worker.answer(id, true, {}, 2)).toBe(false);
    expect(worker.answer(worker.present(LINK, 3), true)).toBe(false);
    expect(worker.went).toEqual([]);
  });

  test("is forgotten with its tab, which is recorded", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    const id = worker.present();
    worker.held.forget(1, Date.now());
    expect(worker.events).toMatchObject([{ answer: "timeout" }]);
    expect(worker.answer(id, true)).toBe(false);
    expect(worker.held.asked(1, id)).toBeNull();
  });

  test("says that it was opened where the person comes back to its page", () => {
    const worker = navigating([WARN]);
    worker.raise(LINK);
    worker.answer(worker.present(), true);
    const again = worker.present(null);
    expect(worker.held.asked(1, again)).toBe("opened");
    expect(worker.held.opening(1)).toBe(LINK);
    expect(worker.went).toHaveLength(1);
  });
});

describe("a form that needs a reason", () => {
  test("takes the reason that policy knows, whole, and must be sent again", () => {
    const purposes = [{ id: "product", name: "Product work" }];
    const worker = navigating([REASON], { purposes });
    worker.raise(LINK, null);
    const id = worker.present();
    expect(worker.held.asked(1, id)).toMatchObject({ steps: ["justify"], waits: false, purposes });
    expect(worker.answer(id, true)).toBe(false);
    expect(worker.answer(id, true, { reason: "A bid" })).toBe(false);
    expect(worker.answer(id, true, { reason: "  ", purpose: "product" })).toBe(false);
    expect(worker.answer(id, true, { reason: " A bid ", purpose: "product" })).toBe(true);
    expect(worker.went).toEqual([]);
    expect(worker.held.asked(1, id)).toBe("again");
    expect(worker.effect(LINK)).toBe("permit");
    expect(worker.events).toMatchObject([{ answer: "go", reason: "A bid", purpose: "product" }]);
  });
});

describe("data in the address of a link", () => {
  const PAYING = linkTo(`Pay ${IBAN} now`);
  const PAID = linkTo("Pay [IBAN] now").replace("Pay+%5BIBAN%5D+now", "Pay%20%5BIBAN%5D%20now");

  test("is replaced where the tab goes on to, and shown as it will be", () => {
    const worker = navigating([REDACT]);
    worker.raise(PAYING);
    const id = worker.present(PAYING);
    expect(worker.held.asked(1, id)).toMatchObject({
      steps: ["redact"],
      preview: [{ text: "Pay " }, { text: "[IBAN]", replaced: true }, { text: " now" }],
    });
    worker.answer(id, true);
    expect(worker.went).toEqual([[1, PAID]]);
    expect(worker.effect(PAID)).toBe("permit");
    expect(worker.effect(PAYING)).toBe("deny");
  });

  test("is replaced without a question where the person has answered before", () => {
    const worker = navigating([REDACT], { asking: { ...USUAL_ASKING, remember: "hour" } });
    worker.raise(PAYING);
    worker.answer(worker.present(PAYING), true);
    const other = linkTo(`And ${IBAN}`);
    worker.raise(other);
    expect(worker.went).toHaveLength(1);
    expect(worker.held.asked(1, worker.present(other))).toBe("opening");
    expect(worker.went[1]?.[1]).toContain("And%20%5BIBAN%5D");
    expect(worker.events).toHaveLength(1);
  });

  test("that cannot be replaced is said not to be asked about", () => {
    const { held, went } = navigating([REDACT]);
    held.refuse({ tab: 1, address: PAYING, next: null }, Date.now());
    expect(held.asked(1, held.present(1, PAYING, Date.now()))).toBe("unasked");
    expect(went).toEqual([]);
  });
});
