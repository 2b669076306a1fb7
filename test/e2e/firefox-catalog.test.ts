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

  test("the edition outlasts the browser, without the agent, and its new host is closed from the start", async () => {
    await firefox.close();
    await world.agent.stop();
    world.fakes.forget();
    for (let run = 0; run < 2; run += 1) {
      firefox = await world.launch("catalog", {
        startPage: `https://eager.example/?to=${encodeURIComponent(NEW_CALL)}`,
      });
      await until(
        "the page has loaded",
        () => world.fakes.received({ host: "eager.example", path: "/" }).length > run,
      );
      await until("the extension runs", async () => (await firefox.toolbar()).includes("does not answer"));
      if (run < 1) await firefox.close();
    }
    expect(world.fakes.received({ host: NEW_HOST, method: "POST" })).toEqual([]);

    const page = await firefox.newTab("https://intranet.example/");
    await until("an ordinary model is open at the new host", () =>
      passes(page, chatCall(NEW_CALL, "claude-opus-4-8")),
    );
    expect(await passes(page, chatCall(NEW_CALL, "mythos-5"))).toBe(false);
  });

  test("an event page that was stopped hears the new host again once something has woken it, and says what it missed", async () => {
    await world.agent.start();
    await until("it is ready", async () => (await firefox.toolbar()).startsWith("Lanyard: protected"));
    const page = await firefox.newTab("https://intranet.example/");
    expect(await firefox.stopBackground()).toBe("stopped");
    // A call to the new host wakes nobody: the README says why. Any other does.
    expect(await passes(page, messageCall("mythos-5"))).toBe(false);
    await until("it listens", async () => !(await passes(page, chatCall(NEW_CALL, "mythos-5"))));
    expect(await passes(page, chatCall(NEW_CALL, "claude-opus-4-8"))).toBe(true);
    await until("it has said so", async () =>
      (await world.agent.journal()).some(
        ({ what, detail }) => what === "degraded" && detail?.includes("may have passed"),
      ),
    );
  });
});
