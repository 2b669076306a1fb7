import type { Browser, BrowserContext } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launchChromium } from "../extension/chromium.ts";
import { ConsoleSite } from "./console/console-site.ts";
import { showEnd, showHostile, showReview, type ReviewedPage } from "./console/flows.ts";

const stop = new AbortController();
let browser: Browser;
let site: ConsoleSite;
let context: BrowserContext;
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium(stop.signal);
  site = await ConsoleSite.open();
});
afterAll(async () => {
  stop.abort();
  await site.close();
});

/** A browser of its own for each: cookies of one console are nothing to another. */
async function newPage(): Promise<ReviewedPage> {
  const page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  return {
    goto: async (url) => void (await page.goto(url)),
    script: (expression) => page.evaluate(expression),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
  };
}

beforeEach(async () => {
  context = await browser.newContext({ locale: "en-GB", viewport: { width: 1440, height: 900 } });
});

test("a reviewer finds what happened, why, by which rule, and what proves it", async () => {
  await showReview(site, await newPage());
  expect(complaints).toEqual([]);
});

test("whatever a page or a person wrote is shown as text", async () => {
  await showHostile(site, await newPage());
  expect(complaints).toEqual([]);
});

test("an address works once, and the page says when its console has ended", async () => {
  await showEnd(site, await newPage());
});
