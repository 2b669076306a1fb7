import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import type { FirefoxTab } from "../browser/firefox-tab.ts";
import { callFrom, messageCall } from "./calls.ts";
import { FirefoxWorld } from "./firefox-world.ts";
import { until } from "./until.ts";

const executable = await findFirefox();

/** What the popup says of Opus. */
const rowOf = (popup: FirefoxTab) =>
  popup.evaluate(
    (id) =>
      [...document.querySelectorAll("li")].find(({ innerText }) => innerText.includes(id))?.innerText ?? "",
    "anthropic/claude-opus-4-8",
  );

describe.skipIf(executable === null)("Firefox, as its parts come and go", () => {
  let world: FirefoxWorld;
  let firefox: Firefox;
  let page: FirefoxTab;

  beforeAll(async () => {
    world = await FirefoxWorld.open(executable ?? "");
    // Here a controlled model is open while the agent is there, so that only its absence can close it.
    await world.changePolicy(
      "    forbid: all\n    models: [anthropic/mythos-5, anthropic/fable-5]\n",
      "    forbid: all\n    models: [anthropic/fable-5]\n",
    );
    await world.agent.start();
    firefox = await world.launchReady("first");
    page = await firefox.newTab("https://intranet.example/");
  });
  afterAll(() => world.close());
  beforeEach(() => world.fakes.forget());

  const isOpen = async (model: string): Promise<boolean> =>
    "status" in (await callFrom(page, messageCall(model)));
  const arrived = (host: string) => world.fakes.received({ host, method: "POST" }).length;

  test("a change of the policy holds for the next call of an open tab, and shows in an open popup, in seconds", async () => {
    const popup = await world.screen(firefox, "popup/index.html");
    await until("the popup is there", async () => (await popup.text()).includes("Engineer Seventeen"));
    expect(await isOpen("claude-opus-4-8")).toBe(true);
    expect(await rowOf(popup)).not.toContain("May not use");
    const rule = "  - id: no-flash";
    const closed = `  - id: opus-is-closed\n    forbid: all\n    models: [anthropic/claude-opus-4-8]\n    because: The contract ended today.\n${rule}`;

    await world.changePolicy(rule, closed);
    const took = await until("the next call is denied", async () => !(await isOpen("claude-opus-4-8")));
    expect(took).toBeLessThan(5_000);
    await until("the popup says so", async () => (await rowOf(popup)).includes("May not use"));

    await world.changePolicy(closed, rule);
    await until("it is open again", () => isOpen("claude-opus-4-8"));
    await popup.close();
  });

  test("a killed agent closes controlled models, the toolbar says so, and its return opens them again", async () => {
    expect(await isOpen("mythos-5")).toBe(true);
    await world.agent.kill();
    await until("controlled models are closed", async () => !(await isOpen("mythos-5")));
    expect(await isOpen("claude-opus-4-8")).toBe(true);
    expect(await firefox.toolbar()).toContain("does not answer");

    await world.agent.start();
    await until("controlled models are open again", () => isOpen("mythos-5"));
  });

  test("a call that wakes a stopped event page waits for the clearance: the right answer, 10 times out of 10", async () => {
    for (let run = 0; run < 10; run += 1) {
      expect(await firefox.stopBackground()).toBe("stopped");
      expect(await isOpen(run % 2 === 0 ? "fable-5" : "claude-opus-4-8")).toBe(run % 2 !== 0);
    }
    expect(arrived("api.anthropic.com")).toBe(5);
  });

  test("without a clearance the call that wakes it is canceled after a limit, and does not wait forever", async () => {
    await world.agent.stop();
    const forgetful = await world.launch("forgetful");
    await until("it listens", async () => (await forgetful.toolbar()).includes("is starting"));
    const tab = await forgetful.newTab("https://intranet.example/");
    // The baseline would answer in its place, and is not what is tried here.
    const screen = await world.screen(forgetful, "popup/index.html");
    await screen.evaluateText(
      "() => browser.declarativeNetRequest.updateEnabledRulesets({ disableRulesetIds: ['baseline'] })",
    );
    await screen.close();
    expect(await forgetful.stopBackground()).toBe("stopped");
    const began = Date.now();
    expect(await callFrom(tab, messageCall("claude-opus-4-8"))).toHaveProperty("error");
    expect(Date.now() - began).toBeGreaterThan(1_500);
    expect(arrived("api.anthropic.com")).toBe(0);
    await forgetful.close();
    await world.agent.start();
  });

  test("a browser that starts with a page which calls at once lets nothing through, 3 times out of 3", async () => {
    await firefox.close();
    await world.agent.stop();
    for (let run = 0; run < 3; run += 1) {
      const again = await world.launch("first", { startPage: "https://eager.example/" });
      const loaded = () => world.fakes.received({ host: "eager.example", path: "/" }).length;
      await until("the page has loaded", () => loaded() > run);
      await until("the extension runs", async () => (await again.toolbar()).includes("does not answer"));
      await again.close();
    }
    expect(arrived("api.anthropic.com")).toBe(0);
  });

  test("a page that is asked for before there is a clearance is held, says so, and opens by itself", async () => {
    const early = await world.launch("early");
    await until("it listens", async () => (await early.toolbar()).includes("is starting"));
    const tab = await early.newTab();
    await tab.set("https://chatgpt.com/");
    await until("the page is held", async () => (await tab.text()).includes("opens by itself"));
    expect(world.fakes.received({ host: "chatgpt.com" })).toEqual([]);
    await world.agent.start();
    await until("the page has opened by itself", async () => (await tab.url()) === "https://chatgpt.com/");
    await early.close();
  });
});
