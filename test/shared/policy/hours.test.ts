import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HoursReader, windowAt } from "../../../shared/policy/hours-window.ts";
import type { Hours } from "../../../shared/schema/clearance.ts";
import { CASES } from "./arbitrary.ts";
import { ANY_MOMENT } from "./plain-policy.ts";
import { moment, nextChange } from "./naive-moment.ts";
import { holds } from "./readable.ts";

const OFFICE: Hours = { days: [1, 2, 3, 4, 5], from: 480, to: 1_080, zone: "Europe/Berlin" };

function at(iso: string, hours: Hours = OFFICE) {
  const { isIn, until } = windowAt(hours, Date.parse(iso));
  return [isIn, until === null ? null : new Date(until).toISOString()];
}

describe("hours of a week", () => {
  test("begin and end by the wall clock of their zone", () => {
    expect(at("2026-06-12T05:59:59Z")).toEqual([false, "2026-06-12T06:00:00.000Z"]);
    expect(at("2026-06-12T06:00:00Z")).toEqual([true, "2026-06-12T16:00:00.000Z"]);
    expect(at("2026-06-12T16:00:00Z")).toEqual([false, "2026-06-15T06:00:00.000Z"]);
  });

  test("that pass midnight belong to the day on which they begin", () => {
    const night = { ...OFFICE, days: [5], from: 1_320, to: 360, zone: "UTC" };
    expect(at("2026-06-12T21:59:00Z", night)).toEqual([false, "2026-06-12T22:00:00.000Z"]);
    expect(at("2026-06-13T05:59:00Z", night)).toEqual([true, "2026-06-13T06:00:00.000Z"]);
    expect(at("2026-06-12T05:59:00Z", night)[0]).toBe(false);
  });

  test("that cover the whole week never change, and neither do those of no length", () => {
    expect(
      at("2026-06-12T12:00:00Z", { ...OFFICE, days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1_440 }),
    ).toEqual([true, null]);
    expect(at("2026-06-12T12:00:00Z", { ...OFFICE, to: 480 })).toEqual([false, null]);
  });

  test("end an hour earlier by UTC once the clock has gone forward", () => {
    expect(at("2026-03-27T16:59:00Z")).toEqual([true, "2026-03-27T17:00:00.000Z"]);
    expect(at("2026-03-27T17:00:00Z")).toEqual([false, "2026-03-30T06:00:00.000Z"]);
  });

  test("do not come where the clock leaps over them, and come twice where it goes back", () => {
    const early = { ...OFFICE, days: [7], from: 150, to: 180 };
    expect(at("2026-03-29T00:30:00Z", early)).toEqual([false, "2026-04-05T00:30:00.000Z"]);
    expect(at("2026-10-25T00:29:00Z", early)).toEqual([false, "2026-10-25T00:30:00.000Z"]);
    expect(at("2026-10-25T00:30:00Z", early)).toEqual([true, "2026-10-25T01:00:00.000Z"]);
    expect(at("2026-10-25T01:00:00Z", early)).toEqual([false, "2026-10-25T01:30:00.000Z"]);
  });

  test("in a zone that this machine does not know cannot be told", () => {
    expect(at("2026-06-12T12:00:00Z", { ...OFFICE, zone: "Mars/Olympus" })).toEqual([null, null]);
  });

  const half = fc.nat(47).map((step) => step * 30);
  const anyHours: fc.Arbitrary<Hours> = fc.record({
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    from: half,
    to: half.map((minute) => minute + 30),
    zone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"),
  });
  const time = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2027-01-01") });

  test("are what looking at each half hour finds, and are remembered no longer than they hold", () => {
    holds(
      fc.property(anyHours, fc.array(time, { minLength: 1, maxLength: 3 }), (hours, times) => {
        const reader = new HoursReader(hours);
        const when = { ...ANY_MOMENT, hours };
        for (const one of [...times, ...times.toReversed()]) {
          const { isIn, until } = reader.at(one);
          expect(isIn).toBe(moment.isInHours(when, one));
          // An answer from memory ends where the one that was read did: at the same change.
          expect(until === null ? [] : [until]).toEqual(nextChange(when, one));
        }
      }),
      Math.ceil(CASES / 20),
    );
  });
});
