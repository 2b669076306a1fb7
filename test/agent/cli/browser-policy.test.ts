import { expect, test } from "vitest";
import { makeSite, run } from "../running.ts";

test("without a browser's name all four are told, each with why and with what stays open", async () => {
  const { code, stdout } = await run(makeSite(), ["browser", "policy", "--json"]);
  expect(code).toBe(0);
  const all = JSON.parse(stdout) as {
    browser: string;
    policies: { policy: string; why: string }[];
    open: string[];
  }[];
  expect(all.map(({ browser }) => browser)).toEqual(["chrome", "edge", "chromium", "firefox"]);
  expect(all.every(({ policies, open }) => policies.every(({ why }) => why !== "") && open.length > 0)).toBe(
    true,
  );
});

test("one browser is told in sentences", async () => {
  const { code, stdout } = await run(makeSite(), ["browser", "policy", "--browser", "edge"]);
  expect(code).toBe(0);
  expect(stdout).toContain("InPrivateModeAvailability            closes private windows");
});

test("a browser that is none is refused in a sentence", async () => {
  const { code, stderr } = await run(makeSite(), ["browser", "policy", "--browser", "opera"]);
  expect(code).toBe(2);
  expect(stderr).toContain('"opera" is no browser here');
});
