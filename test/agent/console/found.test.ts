import { expect, test } from "vitest";
import { Found } from "../../../agent/console/found.ts";

function rowsOf(found: Found): readonly string[] {
  return Array.from({ length: found.total }, (_, row) => {
    const place = found.at(row);
    return `${place?.journal}:${place?.slot}`;
  });
}

test("one journal is told in its own order, the newest first, whatever its clock did", () => {
  const found = new Found([
    { journal: 0, slots: Uint32Array.of(0, 2, 3), time: Float64Array.of(50, 0, 90, 10) },
  ]);
  expect(rowsOf(found)).toEqual(["0:3", "0:2", "0:0"]);
  expect([found.at(-1), found.at(3)]).toEqual([null, null]);
});

test("several journals are laid into each other by time, each in its own order", () => {
  const found = new Found([
    { journal: 0, slots: Uint32Array.of(0, 1, 2), time: Float64Array.of(10, 30, 50) },
    { journal: 1, slots: Uint32Array.of(), time: Float64Array.of() },
    // Its clock went back after its second event.
    { journal: 2, slots: Uint32Array.of(0, 1, 2), time: Float64Array.of(20, 60, 40) },
  ]);
  expect(rowsOf(found)).toEqual(["0:2", "2:2", "2:1", "0:1", "2:0", "0:0"]);
});
