import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changesBetween,
  type KeptStandings,
  type ModelStood,
  MOST_CHANGES,
  nextStandings,
} from "../../../extension/worker/standing-changes.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 12, 17);

function stood(id: string, words: string): ModelStood {
  const state = words.startsWith("May use") ? "may" : "not";
  return {
    id,
    name: id.toUpperCase(),
    words,
    stood: { state, ground: "rule", conditions: [], missing: [] },
    rules: [],
  };
}

const anyModels = fc
  .dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("May use", "May not use", "Off"))
  .map((all) => Object.entries(all).map(([id, words]) => stood(id, words)));

describe("what changed between two clearances", () => {
  test("is nothing between one and itself, in whatever order it stands", () => {
    fc.assert(
      fc.property(anyModels, (models) => {
        expect(changesBetween(models, models.toReversed(), NOW)).toEqual([]);
      }),
    );
  });

  test("leads from the one to the other: each model is told once, with what it was and what it is", () => {
    fc.assert(
      fc.property(anyModels, anyModels, (before, now) => {
        const changes = changesBetween(before, now, NOW);
        expect(new Set(changes.map(({ model }) => model)).size).toBe(changes.length);
        const at = new Map(before.map(({ id, stood: how }) => [id, how]));
        for (const { model, from, to } of changes) {
          expect(from).toEqual(at.get(model) ?? null);
          if (to === null) at.delete(model);
          else at.set(model, to);
        }
        expect(at).toEqual(new Map(now.map(({ id, stood: how }) => [id, how])));
      }),
    );
  });

  test("says nothing of what reads the same, though the rule is another", () => {
    const before = [{ ...stood("a", "May use"), rules: ["old"] }];
    expect(changesBetween(before, [{ ...stood("a", "May use"), rules: ["new"] }], NOW)).toEqual([]);
  });
});

describe("what is kept of changes", () => {
  const first = nextStandings(null, "ada", [stood("a", "May use")], NOW);

  test("is nothing at the first clearance: there was none before", () => {
    expect(first.changes).toEqual([]);
  });

  test("is never told to another person", () => {
    const changed = nextStandings(first, "ada", [stood("a", "May not use")], NOW + 1);
    expect(changed.changes).toHaveLength(1);
    expect(nextStandings(changed, "eve", [stood("a", "May use")], NOW + 2).changes).toEqual([]);
  });

  test("is the newest first, for three days, and a bounded number", () => {
    let kept: KeptStandings = first;
    for (let hour = 1; hour <= 100; hour++) {
      const models = Array.from({ length: 30 }, (_, n) => stood(`m${n}`, hour % 2 === 0 ? "May use" : "Off"));
      kept = nextStandings(kept, "ada", models, NOW + hour * HOUR);
      expect(kept.changes.length).toBeLessThanOrEqual(MOST_CHANGES);
    }
    expect(kept.changes[0]?.at).toBe(NOW + 100 * HOUR);
    expect(kept.changes).toHaveLength(MOST_CHANGES);
    const later = nextStandings(kept, "ada", kept.models, NOW + 200 * HOUR);
    expect(later.changes).toEqual([]);
  });
});
