import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callFrom, messageCall } from "./calls.ts";
import { PAIRS } from "./pairs.ts";
import { until } from "./until.ts";
import { type Install, World } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await World.open({ sdk: true });
  await world.agent.start();
});
afterAll(() => world.close());

describe.each<Install>(["forced", "unpacked"])("with the extension %s", (install) => {
  let context: BrowserContext;
  let sdk: Page;

  beforeAll(async () => {
    context = await world.launchReady(install);
    sdk = await context.newPage();
    await sdk.goto("https://sdk.example/");
  });
  afterAll(() => context.close());
  beforeEach(() => world.fakes.forget());

  test.each(Object.entries(PAIRS))(
    "%s answers for the allowed model and is never reached for the forbidden one",
    async (_name, pair) => {
      const page = await context.newPage();
      await page.goto(pair.from);
      world.fakes.forget();

      // A page with a hook hears it from the service; any other from the network.
      const isHooked = pair.from !== "https://intranet.example/";
      const denial = isHooked ? { status: 403 } : { error: "TypeError: Failed to fetch" };
      expect(await callFrom(page, pair.forbidden)).toMatchObject(denial);
      expect(await callFrom(page, pair.allowed)).toMatchObject({ status: 200 });

      const path = new URL(pair.allowed.url).pathname;
      const arrived = world.fakes.received({ host: new URL(pair.allowed.url).host, path, method: "POST" });
      expect(arrived.map(({ text }) => text)).toEqual([pair.allowed.body]);
      await page.close();
    },
  );

  const SDKS = [
    { sdk: "openai-chat", allowed: "gpt-5.5", forbidden: "gpt-5.6-sol", host: "api.openai.com" },
    { sdk: "openai-responses", allowed: "gpt-5.5", forbidden: "gpt-5.6-sol", host: "api.openai.com" },
    {
      sdk: "anthropic-messages",
      allowed: "claude-opus-4-8",
      forbidden: "mythos-5",
      host: "api.anthropic.com",
    },
    {
      sdk: "genai-generate",
      allowed: "gemini-3-pro",
      forbidden: "gemini-3-flash",
      host: "generativelanguage.googleapis.com",
    },
  ];

  test.for(SDKS.flatMap((row) => [true, false].map((stream) => [row, stream] as const)))(
    "the call of the SDK %o (stream: %s) answers for its allowed model and is never sent for its forbidden one",
    async ([row, stream]) => {
      const askFor = (model: string) =>
        sdk.evaluate(([name, wanted]) => ask(name, wanted), [
          row.sdk,
          { model, stream, prompt: "hello" },
        ] as const);
      expect(await askFor(row.allowed)).toMatchObject({ text: expect.stringMatching(/\S/) as string });
      world.fakes.forget();
      expect(await askFor(row.forbidden)).toHaveProperty("error");
      expect(world.fakes.received({ host: row.host, method: "POST" })).toEqual([]);
    },
  );

  test("a body that the network layer cannot read is never sent", async () => {
    const page = await context.newPage();
    await page.goto("https://intranet.example/");
    const seen = await page.evaluate(async () => {
      const body = new Blob([JSON.stringify({ model: "gpt-5.5", messages: [] })], {
        type: "application/json",
      });
      return fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body }).then(
        (reply) => reply.status,
        (cause: unknown) => String(cause),
      );
    });
    expect(seen).toBe("TypeError: Failed to fetch");
    expect(world.fakes.received({ host: "api.openai.com", method: "POST" })).toEqual([]);
  });

  test("each decision is in the journal with its model, rule and ground, and without the prompt", async () => {
    const page = await context.newPage();
    await page.goto("https://intranet.example/");
    const began = Date.now();
    const newest = async () =>
      (await world.agent.journal()).findLast(({ kind, time }) => kind === "decision" && time >= began);
    await callFrom(page, messageCall("mythos-5"));
    await until("the journal has the denial", async () => (await newest()) !== undefined);
    const last = await newest();
    expect(last).toMatchObject({
      effect: "deny",
      service: "anthropic-api",
      model: "anthropic/mythos-5",
      rules: ["is-informed-2026-06-12"],
    });
    expect(JSON.stringify(last)).not.toContain("Summarize the notes");
  });
});

/** The function that the SDK page offers. */
declare function ask(
  sdk: string,
  wanted: { model: string; stream: boolean; prompt: string },
): Promise<{ text: string } | { error: string }>;
