import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import type { FirefoxTab } from "../browser/firefox-tab.ts";
import { axeFindings } from "../extension/open-screen.ts";
import { FirefoxWorld } from "./firefox-world.ts";
import { until } from "./until.ts";

const executable = await findFirefox();
const START = "https://intranet.example/";
const LINK = "https://chatgpt.com/?q=List+the+clauses.&model=gpt-5-5";

/** Sends a form as a page does; runs in the page. */
function sendForm(): void {
  const form = document.createElement("form");
  const field = document.createElement("input");
  const action = "https://api.anthropic.com/v1/messages";
  Object.assign(form, { method: "post", enctype: "text/plain", action });
  Object.assign(field, { name: '{"model":"claude-opus-4-8","messages":[],"rest":"', value: '"}' });
  form.append(field);
  document.body.append(form);
  form.submit();
}

describe.skipIf(executable === null)("Firefox, where a navigation is asked about", () => {
  let world: FirefoxWorld;
  let firefox: Firefox;
  let page: FirefoxTab;

  beforeAll(async () => {
    world = await FirefoxWorld.open(executable ?? "");
    const policy =
      "rules:\n  - { id: careful, require: [warn], models: [openai/gpt-5.5, anthropic/claude-opus-4-8] }\n";
    await writeFile(join(world.folder, "policy/asking.yaml"), policy);
    await world.agent.start();
    firefox = await world.launchReady("asked");
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.fakes.forget();
    page = await firefox.newTab(START);
  });
  afterEach(() => page.close());

  const shows = (words: string) =>
    until(`"${words}" is shown`, async () => (await page.text().catch(() => "")).includes(words));
  const isAt = (address: string) => until(`it is at ${address}`, async () => (await page.url()) === address);

  async function isAsked(title: string): Promise<void> {
    await shows(title);
    const ready = await page.evaluate(() => performance.now() + 600, null);
    await until("its buttons count", () => page.evaluate((when) => performance.now() > when, ready));
  }

  async function press(stops: number, key: string): Promise<void> {
    for (let n = 0; n < stops; n += 1) await page.press("Tab");
    await page.press(key);
  }

  test("a link opens by itself when the person says so", async () => {
    await page.evaluate((address) => location.assign(address), LINK);
    await isAsked("Read this before it goes to GPT-5.5");
    expect(await axeFindings({ evaluate: (script) => page.evaluateScript(script) })).toEqual([]);
    expect(world.fakes.received({ host: "chatgpt.com" })).toEqual([]);
    await press(2, "Enter");
    await isAt(LINK);
    expect(world.fakes.received({ host: "chatgpt.com", path: "/" })).toHaveLength(1);
  });

  test("a link is not sent after Esc, and “Go back” leads back", async () => {
    await page.evaluate((address) => location.assign(address), LINK.replace("List", "Count"));
    await isAsked("Read this before it goes to GPT-5.5");
    await press(0, "Escape");
    await shows("You chose not to send it. Nothing was sent to chatgpt.com.");
    // Styles of the page before may still come: only pages count.
    expect(world.fakes.received({ host: "chatgpt.com", path: "/" })).toEqual([]);
    await press(1, "Enter");
    await isAt(START);
  });

  test("a form passes when it is sent again after the yes", async () => {
    await page.evaluate(sendForm, null);
    await isAsked("Read this before it goes to Claude Opus 4.8");
    await press(2, "Enter");
    await shows("Go back and send the form again within two minutes");
    expect(world.fakes.received({ host: "api.anthropic.com" })).toEqual([]);
    await press(1, "Enter");
    await isAt(START);
    await page.evaluate(sendForm, null);
    await world.fakes.waitFor({ host: "api.anthropic.com", method: "POST" });
  });
});
