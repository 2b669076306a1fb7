import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHOICES, found, grouped, isOf, isOpen, MOST_SHOWN } from "../../../extension/clearance/grouping.ts";
import type { Answer } from "../../../extension/design/answer.ts";
import type { ModelRowProps } from "../../../extension/popup/model-row.tsx";

function row(id: string, state: Answer["state"]): ModelRowProps {
  const name = id.slice(id.indexOf("/") + 1);
  return {
    id,
    name,
    answer: { state, words: state },
    why: "",
    missing: [],
    instead: [],
    rules: [],
    until: null,
    now: 0,
  };
}

const anyRows = fc
  .uniqueArray(fc.tuple(fc.constantFrom("openai", "anthropic", "x"), fc.integer({ min: 0, max: 30 })), {
    selector: ([provider, n]) => `${provider}/${n}`,
  })
  .chain((ids) =>
    fc
      .array(fc.constantFrom<Answer["state"]>("may", "conditions", "obtainable", "not"), {
        minLength: ids.length,
        maxLength: ids.length,
      })
      .map((states) => ids.map(([provider, n], index) => row(`${provider}/${n}`, states[index] ?? "not"))),
  );

describe("models by provider", () => {
  test("are all there, once each, under their own provider, in the order of the policy", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { groups, rest } = grouped(rows, rows);
        expect(rest).toBe(0);
        expect(new Set(groups.flatMap((group) => group.rows))).toEqual(new Set(rows));
        for (const { provider, rows: own, open, all } of groups) {
          expect(own).toEqual(rows.filter(({ id }) => id.startsWith(`${provider}/`)));
          expect([open, all]).toEqual([own.filter(isOpen).length, own.length]);
        }
        const opens = groups.map(({ open }) => open);
        expect(opens).toEqual(opens.toSorted((a, b) => b - a));
      }),
    );
  });

  test("are counted whole also where only some of them are shown", () => {
    const rows = [row("a/1", "may"), row("a/2", "not"), row("b/1", "not")];
    const { groups } = grouped(rows, rows.slice(1, 2));
    expect(groups).toMatchObject([{ provider: "a", open: 1, all: 2, rows: [{ id: "a/2" }] }]);
  });

  test("are shown up to a number, and the rest is counted", () => {
    const rows = Array.from({ length: MOST_SHOWN + 7 }, (_, n) => row(`a/${n}`, "may"));
    const { groups, rest } = grouped(rows, rows);
    expect([groups[0]?.rows.length, rest]).toEqual([MOST_SHOWN, 7]);
  });

  test("belong to one choice each, besides to all", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        for (const one of rows) expect(CHOICES.filter((choice) => isOf(choice, one))).toHaveLength(2);
      }),
    );
  });

  test("are found by every word of their names, and all of them by none", () => {
    const rows = [row("anthropic/mythos-5", "not"), row("openai/gpt-5.5", "may")];
    const models = rows.map(({ id, name }) => ({ id, name }));
    expect(found(rows, models, "")).toEqual(rows);
    expect(found(rows, models, "OpenAI gpt 5.5").map(({ id }) => id)).toEqual(["openai/gpt-5.5"]);
    expect(found(rows, models, "openai mythos")).toEqual([]);
  });
});
