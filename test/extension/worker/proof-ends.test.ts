import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { followEnds } from "../../../extension/worker/proof-ends.ts";
import type { Ended } from "../../../extension/worker/reliance.ts";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { differing } from "../../../shared/policy/lowered.ts";
import type { Clearance } from "../../../shared/schema/clearance.ts";
import type { Decision } from "../../../shared/schema/decision.ts";
import type { AgentState, Lapse } from "../../../shared/wire/native.ts";
import { CLEARANCE, rule } from "../states.ts";

const catalog = indexCatalog(SERVICES);
const NOW = Date.UTC(2026, 5, 12, 17);
const HOUR = 3_600_000;
const END = NOW + HOUR;

/** A person of this level, to whom everything of Anthropic's is open that the level reaches. */
function clearance(level: number): Clearance {
  return {
    ...CLEARANCE,
    holder: { ...CLEARANCE.holder, level, compartments: [] },
    levels: ["open", "standard", "controlled"],
    openWhileAway: 1,
    classifications: [
      { models: ["anthropic/claude-opus-4-8"], unknownToo: false, level: 1, compartments: [] },
      { models: ["anthropic/mythos-5"], unknownToo: false, level: 2, compartments: [] },
    ],
    rules: [rule({ id: "everyday", effect: "permit", models: ["anthropic/*"] })],
    almost: [],
    models: [],
  };
}

function stateOf(lapses: readonly Lapse[]): AgentState {
  const health = { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  return { type: "state", clearance: clearance(2), lapses: [...lapses], health, promptKey: "0".repeat(64) };
}

const LOWERED = stateOf([{ at: END, claims: ["level"], clearance: differing(clearance(2), clearance(0)) }]);
const NOBODY = stateOf([{ at: END, claims: ["level"], clearance: null }]);

/** A machine whose clocks are moved by hand. */
class Machine {
  system = NOW;
  steady = 0;

  pass(milliseconds: number): void {
    this.system += milliseconds;
    this.steady += milliseconds;
  }

  posture(): Posture {
    return new Posture("1.0.0", NOW, { system: () => this.system, steady: () => this.steady });
  }

  holding(state: AgentState): Posture {
    const posture = this.posture();
    posture.apply(state);
    return posture;
  }
}

function decided(posture: Posture, model = "claude-opus-4-8"): Decision {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ model, messages: [{ role: "user", content: "hi" }] }),
  );
  const url = "https://api.anthropic.com/v1/messages";
  const call = { method: "POST", url, headers: null, body: { kind: "bytes", bytes }, frames: [] } as const;
  const judged = judgeCall(catalog, posture, call, NOW);
  if (judged === null) throw new Error("The call was not recognized.");
  return judged.decision;
}

function followed(): { readonly posture: Posture; readonly told: Ended[] } {
  const posture = new Posture("1.0.0", NOW, { system: () => Date.now(), steady: () => Date.now() });
  const told: Ended[] = [];
  followEnds(posture, (ended) => told.push(ended));
  return { posture, told };
}

describe("a proof that ends while the agent is away", () => {
  test("closes what it opened, to the moment, and the denial says so", () => {
    const machine = new Machine();
    const posture = machine.holding(LOWERED);
    posture.agentLost(NOW);
    machine.pass(HOUR - 1);
    expect(decided(posture).effect).toBe("permit");
    machine.pass(1);
    expect(decided(posture)).toMatchObject({ effect: "deny", ground: "classification" });
    expect(decided(posture).because).toMatch(
      /^Your proof of your level ended on 12 June 2026 at \d\d:00\. Your clearance is Open; .* needs Standard\.$/,
    );
    expect(posture.health()).toMatchObject({ protection: "agent_away", proofEndedAt: END });
  });

  test("is not given as the reason of a denial that it did not cause", () => {
    const machine = new Machine();
    const posture = machine.holding(LOWERED);
    posture.agentLost(NOW);
    machine.pass(HOUR);
    expect(decided(posture, "mythos-5").because).not.toContain("proof");
  });

  test("leaves nobody where no people file knows the person", () => {
    const machine = new Machine();
    const posture = machine.holding(NOBODY);
    machine.pass(HOUR);
    expect(decided(posture)).toMatchObject({ effect: "deny", ground: "not_ready" });
    expect(decided(posture).because).toContain("Your proof of your level ended");
    expect(posture.clearance).toBeNull();
    expect(posture.health().protection).toBe("no_clearance");
  });

  test("comes back with the agent's next word alone", () => {
    const machine = new Machine();
    const posture = machine.holding(LOWERED);
    machine.pass(HOUR);
    expect(decided(posture).effect).toBe("deny");
    posture.apply(
      stateOf([{ at: END + HOUR, claims: ["level"], clearance: differing(clearance(2), clearance(0)) }]),
    );
    expect(decided(posture).effect).toBe("permit");
    expect(posture.health().proofEndedAt).toBeNull();
  });

  test("does not last longer by a clock that is set back, in this life of the worker or the next", () => {
    const machine = new Machine();
    const posture = machine.holding(LOWERED);
    machine.system -= 10 * HOUR;
    machine.pass(HOUR);
    expect(decided(posture).effect).toBe("deny");
    const next = machine.posture();
    next.remember(LOWERED, posture.seen ?? 0);
    expect(decided(next).effect).toBe("deny");
  });

  test("has ended by the system's clock too, where that went on and the worker's stood", () => {
    const machine = new Machine();
    const posture = machine.holding(LOWERED);
    machine.system += HOUR;
    expect(decided(posture).effect).toBe("deny");
  });

  test("never counts again once it has ended, and never after its time, whatever the clock does", () => {
    const steps = fc.array(
      fc.record({
        passes: fc.nat(HOUR),
        jumps: fc.integer({ min: -2 * HOUR, max: HOUR }),
        anew: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(steps, (all) => {
        const machine = new Machine();
        let posture = machine.holding(LOWERED);
        let hasEnded = false;
        for (const { passes, jumps, anew } of all) {
          machine.pass(passes);
          machine.system += jumps;
          if (anew) {
            const seen = posture.seen ?? 0;
            posture = machine.posture();
            posture.remember(LOWERED, seen);
          }
          hasEnded ||= machine.steady >= HOUR || machine.system >= END;
          if (hasEnded) expect(decided(posture).effect).toBe("deny");
          hasEnded ||= posture.ended !== null;
        }
      }),
    );
  });
});

describe("whoever shows what holds", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  test("is told at the moment itself, once", () => {
    const { posture, told } = followed();
    posture.apply(LOWERED);
    const watched = vi.fn<() => void>();
    posture.watch(watched);
    vi.advanceTimersByTime(HOUR - 1);
    expect(watched).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(watched).toHaveBeenCalledOnce();
    posture.outbox(1, 0);
    expect(told).toMatchObject([{ at: END, claims: ["level"] }]);
  });

  test("is told of an end that is further off than a timer reaches", () => {
    const { posture, told } = followed();
    const at = NOW + 60 * 24 * HOUR;
    posture.apply(stateOf([{ at, claims: [], clearance: null }]));
    vi.advanceTimersByTime(at - NOW - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toMatchObject([{ at }]);
  });

  test("is not told again of what had ended before the worker woke", () => {
    const { posture, told } = followed();
    posture.remember(LOWERED, END);
    expect(posture.ended).toMatchObject({ at: END });
    expect(told).toEqual([]);
  });
});
