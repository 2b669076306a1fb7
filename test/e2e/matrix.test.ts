import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { matrixHtml } from "../../agent/policy-tools/matrix-html.ts";
import { columnsOf, matrixOf } from "../../agent/policy-tools/matrix.ts";
import { peopleIn } from "../../agent/cli/people-file.ts";
import { soundPolicy } from "../../agent/cli/policy-files.ts";
import { launchChromium } from "../extension/chromium.ts";
import { axeFindings } from "../extension/open-screen.ts";

const ORGANIZATION = join(import.meta.dirname, "../tour/organization");
const AT = Date.UTC(2026, 5, 12, 23);

const ending = new AbortController();
let browser: Browser;
let page: string;

beforeAll(async () => {
  browser = await launchChromium(ending.signal);
  const policy = await soundPolicy(join(ORGANIZATION, "policy"));
  const people = await peopleIn(join(ORGANIZATION, "people.yaml"));
  const models = columnsOf(policy, [], null);
  page = matrixHtml(matrixOf(policy, [...people.values()], { at: AT, by: "person", models }));
});

afterAll(() => ending.abort());

describe("the matrix as a page", () => {
  test.each(["light", "dark"] as const)("has nothing that axe would find, in %s", async (colorScheme) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
    const shown = await context.newPage();
    await shown.setContent(page);
    expect(await axeFindings(shown)).toEqual([]);
    expect(await shown.getByRole("rowheader").count()).toBe(9);
    await context.close();
  });

  test("keeps the names of people in sight while the models scroll, on a narrow screen", async () => {
    const context = await browser.newContext({ viewport: { width: 480, height: 800 } });
    const shown = await context.newPage();
    await shown.setContent(page);
    await shown.getByRole("region", { name: "Matrix" }).focus();
    await shown.keyboard.press("End");
    await shown.getByRole("region", { name: "Matrix" }).evaluate((region) => region.scrollBy(2_000, 0));
    await expect
      .poll(async () => (await shown.getByRole("rowheader").first().boundingBox())?.x)
      .toBeLessThan(40);
    const scrolls = await shown.evaluate("document.documentElement.scrollWidth > innerWidth");
    expect(scrolls).toBe(false);
    await context.close();
  });

  test("fits a printed page", async () => {
    const context = await browser.newContext({ viewport: { width: 1060, height: 740 } });
    const shown = await context.newPage();
    await shown.setContent(page);
    await shown.emulateMedia({ media: "print", colorScheme: "dark" });
    const paper = await shown.evaluate("getComputedStyle(document.documentElement).colorScheme");
    expect(paper).toBe("light");
    expect(await shown.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await context.close();
  });
});
