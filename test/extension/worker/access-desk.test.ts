import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AccessDesk } from "../../../extension/worker/access-desk.ts";
import type { FromExtension } from "../../../shared/wire/native.ts";
import type { AccessNotice, PendingAsk } from "../../../shared/wire/request-page.ts";
import { accessOf, askedOf, idOf } from "../request-states.ts";
import { NOW } from "../states.ts";

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

function desk() {
  const sent: FromExtension[] = [];
  const told: AccessNotice[] = [];
  let kept: readonly PendingAsk[] = [];
  const made = new AccessDesk({
    send: (message) => void sent.push(message),
    keep: (pending) => (kept = pending),
    tell: (notice) => void told.push(notice),
    nameOf: (model) => model.split("/")[1] ?? model,
    now: Date.now,
  });
  return { made, sent, told, kept: () => kept };
}

const ask = {
  type: "ask_access",
  id: idOf(1),
  model: "anthropic/mythos-5",
  purpose: null,
  reason: "Because.",
  until: NOW + MINUTE,
} as const;
const granted = (ends: number) => askedOf(1, { state: "approved", grant: idOf(1), from: NOW, ends });

describe("the desk of requests", () => {
  test("keeps what was asked and sends it again with each state, until the agent has it", () => {
    const { made, sent, kept } = desk();
    made.take(ask);
    made.take(ask);
    expect([sent, kept().length]).toEqual([[ask], 1]);
    made.apply(accessOf([]));
    expect(sent).toEqual([ask, ask]);
    made.apply(accessOf([askedOf(1)]));
    made.apply(accessOf([askedOf(1)]));
    expect([sent.length, kept(), made.pending]).toEqual([2, [], []]);
  });

  test("takes up what an earlier life was asked", () => {
    const { made, sent } = desk();
    const { type: _type, ...rest } = ask;
    made.recall([{ ...rest, asked: NOW }]);
    expect(sent).toEqual([ask]);
  });

  test("tells once what came of a request, and nothing of what was so before", () => {
    const { made, told } = desk();
    made.apply(accessOf([askedOf(1), askedOf(2, { state: "declined" })]));
    made.apply(accessOf([granted(NOW + 3 * MINUTE), askedOf(2, { state: "declined" })]));
    made.apply(accessOf([granted(NOW + 3 * MINUTE)]));
    made.apply(accessOf([askedOf(1, { state: "ended" })]));
    expect(told.map(({ what, modelName }) => [what, modelName])).toEqual([
      ["approved", "mythos-5"],
      ["ended", "mythos-5"],
    ]);
  });

  test("tells what an approver took back, and not what its person gave back", () => {
    const { made, told } = desk();
    for (const by of [null, "mo@example.com"]) {
      made.apply(accessOf([granted(NOW + 3 * MINUTE)]));
      made.apply(accessOf([askedOf(1, { state: "withdrawn", by })]));
    }
    expect(told.map(({ what }) => what)).toEqual(["approved", "ended"]);
  });

  test("warns once, five minutes before the end", () => {
    const { made, told } = desk();
    made.apply(accessOf([granted(NOW + 60 * MINUTE)]));
    vi.advanceTimersByTime(54 * MINUTE);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(2 * MINUTE);
    made.apply(accessOf([granted(NOW + 60 * MINUTE)]));
    expect(told.map(({ what, ends }) => [what, ends])).toEqual([["ending", NOW + 60 * MINUTE]]);
  });
});
