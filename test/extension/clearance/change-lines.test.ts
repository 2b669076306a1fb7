import { beforeEach, describe, expect, test } from "vitest";
import { changeLines, startOfYesterday } from "../../../extension/clearance/change-lines.ts";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import { installFakeBrowser } from "../fake-browser.ts";
import { NOW } from "../states.ts";
import { JUNE } from "./page-states.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

describe("what changed", () => {
  test("in one moment in one way is told in one line, with the rule", () => {
    expect(changeLines(JUNE.changes, startOfYesterday(NOW))[0]).toEqual({
      at: NOW - 31 * 60_000,
      names: ["Mythos 5", "Fable 5"],
      from: "May use",
      to: "Not without a license",
      rules: ["is-informed-2026-06-12"],
    });
  });

  test("to other words, at another moment or by another rule has a line of its own", () => {
    const [change] = JUNE.changes;
    if (change === undefined) throw new Error("The story has changes.");
    const others = [
      { ...change, model: "a/b", at: change.at - 1 },
      { ...change, model: "a/c", rules: ["other"] },
      { ...change, model: "a/d", from: null },
      { ...change, model: "a/e", to: null },
    ];
    expect(changeLines([change, ...others], 0)).toHaveLength(5);
  });

  test("before yesterday began is told no longer", () => {
    const start = startOfYesterday(NOW);
    expect(new Date(start).getHours()).toBe(0);
    const [change] = JUNE.changes;
    if (change === undefined) throw new Error("The story has changes.");
    expect(changeLines([{ ...change, at: start }], start)).toHaveLength(1);
    expect(changeLines([{ ...change, at: start - 1 }], start)).toHaveLength(0);
  });
});
