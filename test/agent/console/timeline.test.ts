import { describe, expect, test } from "vitest";
import { Columns } from "../../../agent/console/columns.ts";
import { facetsOf } from "../../../agent/console/facets.ts";
import { stepsOf, timelineOf } from "../../../agent/console/timeline.ts";
import { canonical } from "../../../agent/journal/canonical.ts";
import { decisionEvent } from "../sample-events.ts";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 12, 12);

/** Files an event and reads it, as a shelf does. */
function put(columns: Columns, slot: number, text: string): void {
  const facets = facetsOf(text);
  columns.file(slot, facets);
  columns.read(slot, facets);
}

describe("the timeline", () => {
  test("counts permits, denials, gaps and the rest where they were, and says how many lie outside", () => {
    const events = [
      decisionEvent("event-00001", { time: NOON, effect: "permit" }),
      decisionEvent("event-00002", { time: NOON + HOUR, effect: "deny" }),
      { id: "event-00003", time: NOON + HOUR, kind: "gap", what: "agent_away", count: 3, from: 1, until: 5 },
      { id: "event-00004", time: NOON + HOUR, kind: "lifecycle", part: "agent", what: "started", detail: "" },
      decisionEvent("event-00005", { time: 5 }),
    ];
    const columns = new Columns(5);
    for (const [index, event] of [...events.entries()].toReversed()) put(columns, index, canonical(event));
    const slots = Uint32Array.of(0, 1, 2, 3, 4);
    const line = timelineOf(
      [{ journal: 0, slots, time: columns.time }],
      [columns],
      { from: NOON, to: NOON + 2 * HOUR },
      0,
    );
    const at = (moment: number): number => Math.floor((moment - line.start) / line.step);
    expect(line.outside).toBe(1);
    expect([
      line.permits[at(NOON)],
      line.denials[at(NOON + HOUR)],
      line.gaps[at(NOON + HOUR)],
      line.others[at(NOON + HOUR)],
    ]).toEqual([1, 1, 1, 1]);
    expect([columns.earliest, columns.latest]).toEqual([NOON, NOON + HOUR]);
  });

  test.each([1, 100, 5_000, HOUR, 26 * HOUR, 400 * 24 * HOUR, 9_000 * 24 * HOUR])(
    "has columns for every millisecond of a span of %i, and few enough to be seen",
    (length) => {
      const { start, step, count } = stepsOf({ from: NOON, to: NOON + length }, 0);
      expect(start).toBeLessThanOrEqual(NOON);
      expect(start + step * count).toBeGreaterThanOrEqual(NOON + length);
      expect(count).toBeLessThanOrEqual(145);
    },
  );

  test("begins its days where the reader's begin", () => {
    const { start, step } = stepsOf({ from: NOON, to: NOON + 100 * 24 * HOUR }, 120);
    expect(step).toBe(24 * HOUR);
    expect(new Date(start).toISOString()).toBe("2026-06-11T22:00:00.000Z");
  });
});
