import { expect, test, vi } from "vitest";

interface Rule {
  readonly id: number;
  readonly priority: number;
}

const kept = vi.hoisted(() => ({ rules: [] as Rule[], updates: 0 }));

vi.mock("webextension-polyfill", () => ({
  default: {
    declarativeNetRequest: {
      getDynamicRules: () => Promise.resolve(kept.rules),
      updateDynamicRules: ({ removeRuleIds, addRules }: { removeRuleIds: number[]; addRules: Rule[] }) => {
        kept.updates += 1;
        kept.rules = [...kept.rules.filter(({ id }) => !removeRuleIds.includes(id)), ...addRules];
        return Promise.resolve();
      },
    },
  },
}));

const { replaceDynamicRules } = await import("../../../extension/worker/dynamic-rules.ts");

function rule(id: number, priority: number) {
  return { id, priority, action: { type: "block" as const }, condition: {} };
}

test("an owner replaces its own rules, in one update, and leaves those of the other", async () => {
  await replaceDynamicRules("edition", [rule(1, 1), rule(2, 1)]);
  await replaceDynamicRules("tenants", [rule(1, 20)]);
  expect(kept.rules.map(({ priority }) => priority)).toEqual([1, 1, 20]);
  expect(new Set(kept.rules.map(({ id }) => id)).size).toBe(3);

  await replaceDynamicRules("edition", []);
  expect(kept.rules.map(({ priority }) => priority)).toEqual([20]);
  await replaceDynamicRules("edition", [rule(1, 2)]);
  await replaceDynamicRules("tenants", []);
  expect(kept.rules.map(({ priority }) => priority)).toEqual([2]);
  expect(kept.updates).toBe(5);
});
