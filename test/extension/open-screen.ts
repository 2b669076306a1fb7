import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { BrowserContext, Page } from "playwright";
import en from "../../extension/public/_locales/en/messages.json" with { type: "json" };
import ar from "../../extension/public/_locales/ar/messages.json" with { type: "json" };
import de from "../../extension/public/_locales/de/messages.json" with { type: "json" };
import { installFakeBrowser, type FakeWorld } from "./fake-browser.ts";
import { NOW } from "./states.ts";

const LANGUAGES = {
  en: { locale: "en-GB", messages: en },
  de: { locale: "de", messages: de },
  ar: { locale: "ar", messages: { ...en, ...ar } },
} as const;
export type Language = keyof typeof LANGUAGES;

/** A screen that is shown, with what went wrong while it was. */
export interface OpenScreen {
  readonly page: Page;
  /** Errors of scripts and of the content security policy, as the browser words them. */
  readonly complaints: readonly string[];
}

/** Opens an address in a page that has a fake worker behind it and stands at the moment of all test states. */
export async function openScreen(
  context: BrowserContext,
  address: string,
  pushes: FakeWorld["pushes"] = {},
  language: Language = "en",
  records: FakeWorld["records"] = [],
): Promise<OpenScreen> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
  });
  await page.clock.setFixedTime(NOW);
  await page.addInitScript(installFakeBrowser, { ...LANGUAGES[language], pushes, records });
  await page.goto(address);
  return { page, complaints };
}

/** A page of any browser, as far as axe needs it: it runs scripts, and gives a text that the last expression is. */
interface ScriptedPage {
  evaluate(script: string): Promise<unknown>;
}

/** What axe-core finds wrong with a page, a line for each. */
export async function axeFindings(page: ScriptedPage): Promise<readonly string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe);
  const found = await page.evaluate("axe.run().then(({ violations }) => JSON.stringify(violations))");
  const violations = JSON.parse(String(found)) as { id: string; help: string; nodes: { html: string }[] }[];
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}
