import { beforeEach, describe, expect, test } from "vitest";
import { troubleOf } from "../../../extension/popup/trouble.ts";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import type { ExtensionHealth } from "../../../shared/wire/screen.ts";
import { installFakeBrowser } from "../fake-browser.ts";
import { CLEARANCE, HEALTHY, NOW } from "../states.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

function trouble(
  health: Partial<ExtensionHealth>,
  clearance: typeof CLEARANCE | null = CLEARANCE,
): ReturnType<typeof troubleOf> {
  return troubleOf({ clearance, health: { ...HEALTHY, ...health } }, NOW);
}

describe("trouble", () => {
  test("is none while everything works", () => {
    expect(trouble({})).toBeNull();
  });

  test("of an agent that is away tells since when, and what still works", () => {
    const found = trouble({ protection: "agent_away", agentAwaySince: NOW - 25 * 3_600_000 });
    expect(found?.kind).toBe("fault");
    expect(found?.title).toMatch(/^The agent has not answered since 11 June(,| at) \d\d:\d\d\.$/);
    expect(found?.details[0]).toContain("Models up to Standard work as before");
  });

  test("of an agent that is away says that nothing works where the policy leaves nothing open", () => {
    const found = trouble({ agentAwaySince: NOW }, { ...CLEARANCE, openWhileAway: -1 });
    expect(found?.details[0]).toContain("All models are off until it answers.");
    expect(trouble({ agentAwaySince: NOW }, null)?.details[0]).toContain(
      "All models are off until it answers.",
    );
  });

  test("of a proof that has ended says when, and what that closes", () => {
    const found = trouble({ proofEndedAt: NOW - 25 * 3_600_000 });
    expect(found?.title).toMatch(/^Your proof ended at 11 June(,| at) \d\d:\d\d\.$/);
    expect(found?.details).toEqual(["What it opened is closed until the agent brings a newer one."]);
  });

  test("of the policy quotes the problem, and says that the last good policy is in force", () => {
    const found = trouble({ protection: "degraded", policyProblem: "rules.yaml, line 14: write a level." });
    expect(found?.kind).toBe("attention");
    expect(found?.title).toBe(
      "The newest policy has a problem. The last good one, 2026-06-12.3, is in force.",
    );
    expect(found?.details).toEqual(["rules.yaml, line 14: write a level."]);
  });

  test("of waiting and of lost records is counted", () => {
    expect(trouble({ waiting: 1 })?.title).toBe("One record waits for the agent.");
    expect(trouble({ waiting: 1_204 })?.title).toBe("1,204 records wait for the agent.");
    expect(trouble({ dropped: 1 })?.title).toBe("One record could not be kept.");
    expect(trouble({ dropped: 12 })?.kind).toBe("fault");
  });

  test("of the journal quotes the problem", () => {
    expect(trouble({ journalProblem: "The disk is full." })?.details).toEqual(["The disk is full."]);
  });

  test("of several kinds is one box: the worst in full, the others in a line each", () => {
    const found = trouble({ agentAwaySince: NOW, policyProblem: "rules.yaml, line 14.", waiting: 2 });
    expect(found?.title).toMatch(/^The agent has not answered/);
    expect(found?.details.slice(1)).toEqual([
      "The newest policy has a problem. The last good one, 2026-06-12.3, is in force.",
      "2 records wait for the agent.",
    ]);
  });
});
