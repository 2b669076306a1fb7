import { expect, test } from "vitest";
import { setNewest } from "../../../extension/worker/newest.ts";

test("a map of the newest holds so many, and the oldest make room", () => {
  const map = new Map<string, number>();
  for (const [n, key] of ["a", "b", "c", "d"].entries()) setNewest(map, key, n, 3);
  expect([...map]).toEqual([
    ["b", 1],
    ["c", 2],
    ["d", 3],
  ]);
});
