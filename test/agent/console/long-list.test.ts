import { describe, expect, test } from "vitest";
import {
  atRest,
  scrolled,
  showing,
  SLOTS,
  type Measure,
  type Stand,
} from "../../../agent/console/client/long-list.ts";

const ROW = 28;
const MANY: Measure = { total: 5_000_000, visible: 25, row: ROW };
const END = (SLOTS - 25) * ROW;

function firstOf({ base, top }: Stand): number {
  return base + top / ROW;
}

describe("a list of five million rows", () => {
  test("moves by a row for the height of a row, wherever it stands", () => {
    const stand = showing(3_141_592, MANY);
    expect(firstOf(stand)).toBeCloseTo(3_141_592, 6);
    expect(firstOf(scrolled(stand, stand.top + ROW, MANY))).toBeCloseTo(3_141_593, 6);
  });

  test("goes to the same part of the list when the bar is dragged, the very ends included", () => {
    const top: Stand = { base: 0, top: 0 };
    expect(firstOf(scrolled(top, END / 2, MANY)) / MANY.total).toBeCloseTo(0.5, 2);
    const last = scrolled(top, END, MANY);
    expect(firstOf(last)).toBe(MANY.total - MANY.visible);
    expect(firstOf(scrolled(last, 0, MANY))).toBe(0);
  });

  test("lays the window anew at rest without moving a row, and so comes to every row by small steps", () => {
    let stand: Stand = { base: 0, top: 0 };
    let [moved, outside] = [0, 0];
    for (let step = 0; step < 50_000; step += 1) {
      const before = scrolled(stand, Math.min(END, stand.top + 60 * ROW), MANY);
      stand = atRest(before, MANY);
      moved = Math.max(moved, Math.abs(firstOf(stand) - firstOf(before)));
      if (stand.top < 0 || stand.top > END + ROW) outside += 1;
    }
    expect([moved < 1e-6, outside]).toEqual([true, 0]);
    expect(firstOf(stand)).toBeGreaterThan(2_900_000);
  });

  test("shows its first and its last row at the ends of the bar", () => {
    expect(showing(0, MANY)).toEqual({ base: 0, top: 0 });
    expect(showing(MANY.total - MANY.visible, MANY)).toEqual({ base: MANY.total - SLOTS, top: END });
  });
});

test("a list that an element can hold is scrolled as any other", () => {
  const few: Measure = { total: 300, visible: 25, row: ROW };
  expect(scrolled({ base: 0, top: 0 }, 5_000, few)).toEqual({ base: 0, top: 5_000 });
  expect(atRest({ base: 7, top: 100 }, few)).toEqual({ base: 0, top: 100 });
});
