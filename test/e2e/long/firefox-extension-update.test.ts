import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIREFOX_ID } from "../../../extension/manifest.ts";
import { findFirefox } from "../../browser/find-firefox.ts";
import type { Firefox } from "../../browser/firefox.ts";
import { callUntil } from "../../faults/fault.ts";
import { callFrom, messageCall } from "../calls.ts";
import { FirefoxWorld } from "../firefox-world.ts";
import { Published } from "../published.ts";

const executable = await findFirefox();
const FORBIDDEN = messageCall("mythos-5");
const ALLOWED = messageCall("claude-opus-4-8");
/** The stand-in's certificate is nobody's that Firefox knows. */
const PREFERENCES = {
  "extensions.update.requireBuiltInCerts": false,
  "extensions.install.requireBuiltInCerts": false,
};

/** Looks for updates as Firefox does once a day; ends when one is there and waits for the next start. */
const LOOK = `async (id) => {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const addon = await AddonManager.getAddonByID(id);
  const install = await new Promise((found, none) =>
    addon.findUpdates(
      { onUpdateAvailable: (_, update) => found(update), onNoUpdateAvailable: () => none(new Error("No update.")) },
      AddonManager.UPDATE_WHEN_PERIODIC_UPDATE,
    ));
  void install.install().catch(() => null);
  while (install.state !== AddonManager.STATE_POSTPONED) await new Promise((again) => setTimeout(again, 20));
}`;
const VERSION = "(id) => WebExtensionPolicy.getByID(id)?.extension.version ?? ''";

const ended = new AbortController();
let world: FirefoxWorld;
let published: Published;

beforeAll(async () => {
  if (executable === null) return;
  world = await FirefoxWorld.open(executable);
  published = await Published.open({
    folder: world.folder,
    dir: join(import.meta.dirname, "../../../dist/firefox"),
    keyPem: null,
    base: "https://updates.example",
    signal: ended.signal,
  });
});
afterAll(async () => {
  if (executable === null) return;
  await world.close();
  ended.abort();
});

async function launched(): Promise<Firefox> {
  // The driver needs the remote agent, which this policy turns off.
  const { DisableDeveloperTools: _, ...policies } = await published.policies("firefox", FIREFOX_ID);
  return world.launchReady("updated", { policies, preferences: PREFERENCES });
}

test.skipIf(executable === null)(
  "Firefox updates what `pack` and `deploy` force-installed, and no forbidden call passes meanwhile",
  async () => {
    await published.publish("1.0.0");
    await world.agent.start();
    const before = await launched();
    expect(await before.inBrowser(VERSION, FIREFOX_ID)).toBe("1.0.0");
    const page = await before.newTab("https://intranet.example/");
    const call = async (): Promise<void> => void (await callFrom(page, FORBIDDEN));
    await published.publish("1.0.1");
    await callUntil({ call }, before.inBrowser(LOOK, FIREFOX_ID));
    await before.close();

    const after = await launched();
    expect(await after.inBrowser(VERSION, FIREFOX_ID)).toBe("1.0.1");
    const tab = await after.newTab("https://intranet.example/");
    expect(await callFrom(tab, FORBIDDEN)).toHaveProperty("error");
    expect(await callFrom(tab, ALLOWED)).toHaveProperty("status");
    const leaked = world.fakes
      .received({ host: "api.anthropic.com", method: "POST" })
      .filter(({ text }) => text.includes("mythos-5"));
    expect(leaked).toEqual([]);
  },
);
