import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import { LMARENA_IDS } from "../fake/lmarena.ts";
import { callFrom, chatCall, messageCall, recordedCall } from "./calls.ts";
import { FirefoxWorld } from "./firefox-world.ts";
import { PAIRS } from "./pairs.ts";
import { until } from "./until.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("Firefox with the extension installed by policy", () => {
  let world: FirefoxWorld;
  let firefox: Firefox;

  beforeAll(async () => {
    world = await FirefoxWorld.open(executable ?? "");
    await world.agent.start();
    firefox = await world.launchReady("forced");
  });
  afterAll(() => world.close());
  beforeEach(() => world.fakes.forget());

  test.each(Object.entries(PAIRS))(
    "%s answers for the allowed model and is never reached for the forbidden one",
    async (_name, pair) => {
      const page = await firefox.newTab(pair.from);
      world.fakes.forget();

      // A page with a hook hears it from the service; any other from the network.
      const denial =
        pair.from === "https://intranet.example/"
          ? { error: expect.stringContaining("NetworkError") as string }
          : { status: 403 };
      expect(await callFrom(page, pair.forbidden)).toMatchObject(denial);
      expect(await callFrom(page, pair.allowed)).toMatchObject({ status: 200 });

      const { host, pathname: path } = new URL(pair.allowed.url);
      const arrived = world.fakes.received({ host, path, method: "POST" });
      expect(arrived.map(({ text }) => text)).toEqual([pair.allowed.body]);
      await page.close();
    },
  );

  test("the list of models in a page's scripts is read, and what it says of an id is in the record", async () => {
    const page = await firefox.newTab("https://arena.ai/");
    const id = LMARENA_IDS["gpt-5.6-sol"];
    const call = recordedCall("web-lmarena-create-evaluation", {
      "019a0000-0000-7000-8000-000000000001": id,
      "019a0000-0000-7000-8000-000000000002": id,
    });
    await until("the list is read", async () => {
      expect(await callFrom(page, call)).toMatchObject({ status: 403 });
      const decision = (await world.agent.journal()).findLast(({ modelAsSent }) => modelAsSent === id);
      return decision?.pageNamed?.join() === "openai/gpt-5.6-sol";
    });
    await page.close();
  });

  test("every rule of the baseline is one to Firefox", async () => {
    const complaints = await firefox.inBrowser(
      "() => Services.console.getMessageArray().map(({ message }) => message).filter((text) => /Invalid rule/.test(text))",
    );
    expect(complaints).toEqual([]);
  });

  test("an error in a page does not name the extension, though the hook is in its stack", async () => {
    const page = await firefox.newTab("https://chatgpt.com/");
    const stacks = await page.evaluate(async () => {
      const seen: string[] = [];
      const note = (cause: Error): void => void seen.push(`${JSON.stringify(cause)} ${cause.stack}`);
      await fetch("/", { mode: "none" as RequestMode }).catch(note);
      try {
        Reflect.construct(WebSocket, ["https://"]);
      } catch (cause) {
        note(cause as Error);
        seen.push(String(Reflect.get(Object(cause) as object, "filename")));
      }
      return seen;
    }, null);
    expect(stacks).toHaveLength(3);
    expect(stacks.filter((stack) => stack.includes("moz-extension:"))).toEqual([]);
    await page.close();
  });

  test("nobody can turn the extension off or take it away", async () => {
    const rights = await firefox.inBrowser(
      `async (id) => {
        const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        const { permissions } = await AddonManager.getAddonByID(id);
        return permissions & (AddonManager.PERM_CAN_DISABLE | AddonManager.PERM_CAN_UNINSTALL);
      }`,
      firefox.extension,
    );
    expect(rights).toBe(0);
  });

  test("a private window is covered", async () => {
    const page = await firefox.newPrivateTab();
    await page.goto("https://intranet.example/");
    expect(await callFrom(page, messageCall("mythos-5"))).toHaveProperty("error");
    expect(await callFrom(page, messageCall("claude-opus-4-8"))).toMatchObject({ status: 200 });
    expect(world.fakes.received({ host: "api.anthropic.com", method: "POST" })).toHaveLength(1);
    await page.close();
  });

  test("each decision is in the journal with its model, rule and ground, and without the prompt", async () => {
    const page = await firefox.newTab("https://intranet.example/");
    const began = Date.now();
    await callFrom(page, messageCall("mythos-5"));
    await callFrom(page, chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.5"));
    const decisions = async () =>
      (await world.agent.journal()).filter(({ kind, time }) => kind === "decision" && time >= began);
    await until("both are there", async () => (await decisions()).length >= 2);
    const [denied, permitted] = await decisions();
    expect(denied).toMatchObject({
      effect: "deny",
      service: "anthropic-api",
      model: "anthropic/mythos-5",
      rules: ["is-informed-2026-06-12"],
    });
    expect(permitted).toMatchObject({ effect: "permit", service: "openai-api", model: "openai/gpt-5.5" });
    expect(JSON.stringify([denied, permitted])).not.toContain("Summarize the notes");
    await page.close();
  });
});
