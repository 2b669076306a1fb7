import { expect, test } from "vitest";
import { Budget } from "../../../extension/worker/budget.ts";

/** How many of so many messages a second pass, second by second. */
function passed(perSecond: number, seconds: number, bytes = 0): number[] {
  const budget = new Budget(0);
  return Array.from({ length: seconds }, (_, second) => {
    let count = 0;
    for (let n = 0; n < perSecond; n += 1)
      if (budget.spend(bytes, second * 1_000 + (n * 1_000) / perSecond)) count += 1;
    return count;
  });
}

test("what a page needs passes: streams, audio, a burst", () => {
  expect(passed(500, 5)).toEqual([500, 500, 500, 500, 500]);
  expect(passed(3_000, 1)).toEqual([3_000]);
});

test("of 10,000 messages a second about a tenth passes once the burst is over", () => {
  expect(passed(10_000, 3).at(-1)).toBeLessThanOrEqual(1_001);
});

test("bytes cost as well: 32 MB twice a second do not go on", () => {
  expect(passed(2, 6, 33_554_432).at(-1)).toBeLessThan(2);
});

test("a frame that does not stop is flooded, one that pauses is not", () => {
  const budget = new Budget(0);
  for (let n = 0; n < 30_000; n += 1) budget.spend(0, 1);
  expect(budget.isFlooded).toBe(true);
  budget.spend(0, 60_000);
  expect(budget.isFlooded).toBe(false);
});
