import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import type { FirefoxTab } from "../browser/firefox-tab.ts";
import { axeFindings } from "../extension/open-screen.ts";
import { callFrom, messageCall } from "./calls.ts";
import { FirefoxWorld } from "./firefox-world.ts";
import { until } from "./until.ts";

const executable = await findFirefox();
const BECAUSE = "A license is required before any foreign person uses this model.";

const shows = (tab: FirefoxTab, words: string) =>
  until(`"${words}" is shown`, async () => (await tab.text()).includes(words));
const findings = (tab: FirefoxTab) => axeFindings({ evaluate: (script) => tab.evaluateScript(script) });
const readable = () => document.documentElement.innerText + document.documentElement.outerHTML;

describe.skipIf(executable === null)("Firefox, as the person sees it", () => {
  let world: FirefoxWorld;
  let firefox: Firefox;

  beforeAll(async () => {
    world = await FirefoxWorld.open(executable ?? "");
    await world.agent.start();
    firefox = await world.launchReady("seen");
  });
  afterAll(() => world.close());

  test("the popup shows the person, every model of the policy in words, and how old the policy is", async () => {
    const popup = await world.screen(firefox, "popup/index.html");
    await shows(popup, "Engineer Seventeen");
    // All of it: rows below the edge of the window are not laid out, so they are no shown text.
    const text = await popup.evaluate(() => document.body.textContent, null);
    for (const words of [
      "anthropic/mythos-5",
      "Not without",
      "May use",
      "google/gemini-3-flash",
      "May not use",
    ])
      expect(text).toContain(words);
    await shows(popup, "checked");
    expect(await findings(popup)).toEqual([]);
    await popup.close();
  });

  test("My clearance shows each model with its state, and what is recorded about the person", async () => {
    const page = await world.screen(firefox, "clearance/index.html");
    await shows(page, "You may use 3 of 7 models today");
    await shows(page, "A policy came into force in your browser.");
    const text = await page.text();
    for (const words of [
      "Engineer Seventeen",
      "Not without a license",
      "Web apps",
      "Kept without an end by age",
    ])
      expect(text).toContain(words);
    expect(await findings(page)).toEqual([]);
    await world.changePolicy(
      "rules:\n",
      "rules:\n  - {id: gpt-is-closed, forbid: all, models: [openai/gpt-5.5]}\n",
    );
    await shows(page, "GPT-5.5 went from “May use” to “May not use”.");
    await world.changePolicy("  - {id: gpt-is-closed, forbid: all, models: [openai/gpt-5.5]}\n", "");
    await shows(page, "GPT-5.5 went from “May not use” to “May use”.");
    await page.close();
  });

  test.each(["https://claude.ai/", "https://intranet.example/"])(
    "a denied call on %s puts a notice in the page that no script of the page can read",
    async (url) => {
      const page = await firefox.newTab(url);
      await callFrom(page, messageCall("mythos-5"));
      await until("the notice is there", async () => (await page.closedText()).includes(BECAUSE));
      expect(await page.evaluate(readable, null)).not.toContain("license is required");
      await page.close();
    },
  );

  test("a denied navigation ends on the blocked page, which says why and what to use instead", async () => {
    const page = await firefox.newTab("https://llm.internal.example/");
    await page.evaluate(() => {
      const form = document.createElement("form");
      form.method = "post";
      form.enctype = "text/plain";
      form.action = "https://api.anthropic.com/v1/messages";
      const field = document.createElement("input");
      field.name = '{"model":"mythos-5","messages":[],"x":"';
      field.value = '"}';
      form.append(field);
      document.body.append(form);
      form.submit();
    }, null);
    await until("the blocked page is there", async () =>
      (await page.url()).startsWith(`${firefox.origin}/blocked/`),
    );
    await shows(page, "Mythos 5");
    await shows(page, "Claude Opus 4.8");
    expect(await findings(page)).toEqual([]);
    expect(world.fakes.received({ host: "api.anthropic.com" })).toEqual([]);
    await page.close();
  });
});
