import { describe, expect, test } from "vitest";
import { rolloutOf } from "../../../agent/publishing/rollout.ts";
import { report } from "./made-report.ts";

describe("a rollout", () => {
  test("counts who enforces what, most first, and times those who have the newest", () => {
    const reports = [
      ...Array.from({ length: 99 }, (_, index) => report({ enforced: 1_000 + (index + 1) * 100 })),
      report({ policy: 3, release: "old", enforced: 900_000, device: "f".repeat(32) }),
    ];
    const { states, secondsToEnforce, behind, endpoints } = rolloutOf(reports, null);
    expect([endpoints, states.map(({ release, share }) => [release, share])]).toEqual([
      100,
      [
        ["2026-07-01.1", 0.99],
        ["old", 0.01],
      ],
    ]);
    expect(secondsToEnforce).toEqual({ of: 99, median: 5, p95: 9.5 });
    expect(behind).toMatchObject([{ device: "f".repeat(32), policy: 3, problem: null }]);
  });

  test("goes by what is out, where the desk knows it", () => {
    expect(rolloutOf([report({})], { policy: 5, directives: 7 }).behind).toHaveLength(1);
    expect(rolloutOf([report({})], { policy: 4, directives: 7 }).behind).toEqual([]);
  });

  test("counts an endpoint with a problem as behind, whatever it enforces, the longest silent first", () => {
    const reports = [report({ problem: "expired_timestamp", at: 9 }), report({ directives: 6, at: 3 })];
    expect(rolloutOf(reports, null).behind.map(({ at, problem }) => [at, problem])).toEqual([
      [3, null],
      [9, "expired_timestamp"],
    ]);
  });

  test("says nothing of times that nobody has, and nothing of nobody", () => {
    expect(rolloutOf([report({ enforced: null, browsers: 0 })], null).secondsToEnforce).toBeNull();
    expect(rolloutOf([], null)).toMatchObject({ endpoints: 0, states: [], secondsToEnforce: null });
  });
});
