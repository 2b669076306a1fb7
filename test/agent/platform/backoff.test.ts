import fc from "fast-check";
import { expect, test } from "vitest";
import { backoff } from "../../../agent/platform/backoff.ts";

const WAITS = { shortest: 500, longest: 60_000 };

test("waits double from the shortest to the longest, and differ by chance", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const wait = backoff(failures, WAITS, random);
        expect(wait).toBeGreaterThanOrEqual(250);
        expect(wait).toBeLessThanOrEqual(60_000);
        expect(backoff(failures + 1, WAITS, random)).toBeGreaterThanOrEqual(wait);
      },
    ),
  );
  expect([1, 2, 3, 9].map((failures) => backoff(failures, WAITS, 1))).toEqual([500, 1_000, 2_000, 60_000]);
  expect(backoff(3, WAITS, 0)).toBe(1_000);
});
