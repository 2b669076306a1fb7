import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import { NEW_CALL, NEW_HOST, passes, showEdition } from "./both/edition.ts";
import { drivenFirefox } from "./both/firefox.ts";
import { chatCall, messageCall } from "./calls.ts";
import { FirefoxWorld } from "./firefox-world.ts";
import { until } from "./until.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("Firefox, with editions of the catalog", () => {
  let world: FirefoxWorld;
  let firefox: Firefox;

  beforeAll(async () => {
    world = await FirefoxWorld.open(executable ?? "");
    await world.agent.start();
    firefox = await world.launchReady("catalog");
  });
  afterAll(() => world.close());

  showEdition(() => drivenFirefox(world, firefox));

  test("the call that wakes a stopped event page is decided as ever, 5 times out of 5, and the new host is heard again", async () => {
    const page = await firefox.newTab("https://intranet.example/");
    world.fakes.forget();
    for (let run = 0; run < 5; run += 1) {
      expect(await firefox.stopBackground()).toBe("stopped");
      // A call to the new host would wake nobody: the README says why.
      expect(await passes(page, messageCall("mythos-5"))).toBe(false);
      await until("it listens", async () => !(await passes(page, chatCall(NEW_CALL, "mythos-5"))));
    }
    expect(world.fakes.received({ host: "api.anthropic.com", method: "POST" })).toEqual([]);
    expect(await passes(page, chatCall(NEW_CALL, "claude-opus-4-8"))).toBe(true);
    await until("it has said what it may have missed", async () =>
      (await world.agent.journal()).some(
        ({ what, detail }) => what === "degraded" && detail?.includes("may have passed"),
      ),
    );
  });

  test("the edition outlasts the browser, without the agent, and its new host is closed from the start", async () => {
    await firefox.close();
    await world.agent.stop();
    world.fakes.forget();
    firefox = await world.launch("catalog", {
      startPage: `https://eager.example/?to=${encodeURIComponent(NEW_CALL)}`,
    });
    const loaded = () => world.fakes.received({ host: "eager.example", path: "/" }).length;
    await until("the page has loaded", () => loaded() > 0);
    await until("the extension runs", async () => (await firefox.toolbar()).includes("does not answer"));
    expect(world.fakes.received({ host: NEW_HOST, method: "POST" })).toEqual([]);

    const page = await firefox.newTab("https://intranet.example/");
    await until("an ordinary model is open at the new host", () =>
      passes(page, chatCall(NEW_CALL, "claude-opus-4-8")),
    );
    expect(await passes(page, chatCall(NEW_CALL, "mythos-5"))).toBe(false);
  });
});
