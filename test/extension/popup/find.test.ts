import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asModelId, matching, nearestModel } from "../../../extension/popup/find.ts";
import { CLEARANCE } from "../states.ts";

const { models } = CLEARANCE;
const names = (found: readonly { name: string }[]): string[] => found.map(({ name }) => name);

describe("a search", () => {
  test.each([
    ["gpt5.5", ["GPT-5.5"]],
    ["GPT 5", ["GPT-5.5"]],
    ["opus", ["Claude Opus 4.8"]],
    ["anthropic/", ["Mythos 5", "Fable 5", "Claude Opus 4.8"]],
    ["pro deepseek", ["DeepSeek V4 Pro"]],
    ["mythic", []],
  ])("for %s finds %j", (query, found) => {
    expect(names(matching(models, query))).toEqual(found);
  });

  test("without words finds every model, in the policy's order", () => {
    expect(matching(models, "")).toEqual(models);
    expect(matching(models, "   ")).toEqual(models);
  });

  test("finds each model by its own name and by its own id, whatever they are", () => {
    const model = fc.record({ id: fc.string({ minLength: 1 }), name: fc.string({ minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(model, { minLength: 1 }), fc.nat(), (some, at) => {
        const one = some[at % some.length];
        if (one === undefined) return;
        expect(matching(some, one.name)).toContain(one);
        expect(matching(some, one.id)).toContain(one);
      }),
    );
  });
});

describe("the nearest model", () => {
  test.each([
    ["mythic", "Mythos 5"],
    ["fabel 5", "Fable 5"],
    ["gemnii", "Gemini 3 Pro"],
  ])("to %s is %s", (query, name) => {
    expect(nearestModel(models, query)?.name).toBe(name);
  });

  test.each(["x", "zzzzzzzzzzzz", "an entirely different thing", "a".repeat(5_000)])(
    "to %s is none",
    (query) => {
      expect(nearestModel(models, query)).toBeNull();
    },
  );
});

test.each([
  ["openai/gpt-9", "openai/gpt-9"],
  [" OpenAI/GPT-9 ", "openai/gpt-9"],
  ["gpt-9", null],
  ["https://openai.com/gpt", null],
  ["openai/", null],
  ["openai/gpt 9", null],
])("%j is the model id %j", (query, id) => {
  expect(asModelId(query)).toBe(id);
});
