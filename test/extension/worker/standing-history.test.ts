import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Clearance } from "../../../shared/schema/clearance.ts";
import type { AgentState } from "../../../shared/wire/native.ts";
import { CLEARANCE, rule } from "../states.ts";

const area = vi.hoisted(() => ({ kept: {} as Record<string, unknown> }));
vi.mock("webextension-polyfill", () => ({
  default: {
    storage: {
      local: {
        get: (key: string) => Promise.resolve(structuredClone({ [key]: area.kept[key] })),
        set: (what: object) => Promise.resolve(void Object.assign(area.kept, structuredClone(what))),
      },
    },
  },
}));

const { Posture } = await import("../../../extension/worker/posture.ts");
const { StandingHistory } = await import("../../../extension/worker/standing-history.ts");

const FORBID = rule({
  id: "order",
  layer: "directive",
  effect: "forbid",
  models: ["openai/*"],
  because: "Stop.",
});
const health = { version: "1.0.0", policyCheckedAt: 1, policyProblem: null, journalProblem: null };

function stateOf(clearance: Clearance): AgentState {
  return { type: "state", clearance, health, promptKey: "0".repeat(64) };
}
const OPEN = stateOf(CLEARANCE);
const CLOSED = stateOf({ ...CLEARANCE, revision: "next", rules: [...CLEARANCE.rules, FORBID] });

/** One life of a worker. */
function wake() {
  const posture = new Posture("1.0.0", 0);
  const history = new StandingHistory(posture);
  const heard = vi.fn<() => void>();
  history.watch(heard, new AbortController().signal);
  const told = async (state: AgentState, times: number): Promise<void> => {
    posture.apply(state);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(times));
  };
  return { posture, history, heard, told };
}

beforeEach(() => {
  area.kept = {};
});

describe("the history of what a person may do", () => {
  test("tells a directive's change by its rule, and its end", async () => {
    const { history, told } = wake();
    await told(OPEN, 1);
    expect(history.changes).toEqual([]);
    await told(CLOSED, 2);
    expect(history.changes).toMatchObject([
      { model: "openai/gpt-5.5", from: { state: "may" }, to: { state: "not" }, rules: ["order"] },
    ]);
    await told(OPEN, 3);
    expect(history.changes.map(({ to }) => to?.state)).toEqual(["may", "not"]);
  });

  test("outlasts the worker and the browser: what changed meanwhile is told at the next start", async () => {
    const before = wake();
    await before.told(OPEN, 1);
    const after = wake();
    await after.told(CLOSED, 1);
    expect(after.history.changes).toMatchObject([{ model: "openai/gpt-5.5", to: { state: "not" } }]);
  });

  test("ends with the person", async () => {
    const { history, told } = wake();
    await told(OPEN, 1);
    await told(CLOSED, 2);
    const { clearance } = CLOSED;
    if (clearance === null) throw new Error("There is one.");
    await told(stateOf({ ...clearance, holder: { ...clearance.holder, id: "eve@example.com" } }), 3);
    expect(history.changes).toEqual([]);
  });

  test("begins anew where what was kept is torn", async () => {
    area.kept = { standings: { person: CLEARANCE.holder.id, models: "torn" } };
    const { history, told } = wake();
    await told(CLOSED, 1);
    expect(history.changes).toEqual([]);
  });

  test("counts the newest clearance where another comes while it looks", async () => {
    const { posture, history, heard } = wake();
    posture.apply(OPEN);
    posture.apply(CLOSED);
    posture.apply(OPEN);
    await vi.waitFor(() => expect(heard).toHaveBeenCalled());
    await history.look();
    expect(history.changes).toEqual([]);
  });

  test("tells what a date has changed, once that is past", async () => {
    const { history, told } = wake();
    const until = Date.now() + 200;
    await told(stateOf({ ...CLEARANCE, rules: [...CLEARANCE.rules, { ...FORBID, until }] }), 1);
    await vi.waitFor(async () => {
      await history.look();
      expect(history.changes).toMatchObject([{ model: "openai/gpt-5.5", to: { state: "may" } }]);
    });
    expect(Date.now()).toBeGreaterThanOrEqual(until);
  });
});
