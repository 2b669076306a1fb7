import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { moment, span } from "../../../extension/design/times.ts";
import de from "../../../extension/public/_locales/de/messages.json" with { type: "json" };
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import { installFakeBrowser } from "../fake-browser.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe("a span", () => {
  test.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [HOUR - 1, "59 min"],
    [HOUR, "1 h"],
    [24 * HOUR, "1 day"],
    [47 * HOUR, "1 day"],
    [49 * HOUR, "2 days"],
  ])("of %i ms is %s", (milliseconds, words) => {
    expect(span(milliseconds)).toBe(words);
  });

  test("is never negative, though clocks of two programs may differ", () => {
    fc.assert(fc.property(fc.integer({ max: 0 }), (milliseconds) => span(milliseconds) === "0 s"));
  });
});

describe("a moment", () => {
  const noon = new Date(2026, 5, 12, 12, 0).getTime();

  test("of the same day is its time alone", () => {
    expect(moment(noon - HOUR, noon)).toBe("11:00");
  });

  test("of another day has its date, in the browser's language", () => {
    expect(moment(noon - 24 * HOUR, noon)).toMatch(/^11 June(,| at) 12:00$/);
    installFakeBrowser({ locale: "de", messages: de, pushes: {} });
    expect(moment(noon - 24 * HOUR, noon)).toMatch(/^11\. Juni um 12:00$/);
  });
});
