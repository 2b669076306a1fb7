import type { BrowserContext } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFindings } from "../extension/open-screen.ts";
import { callFrom, messageCall } from "./calls.ts";
import { closedText } from "./closed-roots.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

let world: World;
let context: BrowserContext;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("forced");
});
afterAll(() => world.close());

test("the popup shows the person, every model of the policy in words, the revision and its age", async () => {
  const popup = await world.screen(context, "popup/index.html");
  await popup.getByText("Engineer Seventeen").waitFor();
  const rows = popup.getByRole("listitem").filter({ hasText: "/" });
  for (const [id, words] of [
    ["anthropic/mythos-5", "Not without"],
    ["anthropic/claude-opus-4-8", "May use"],
    ["google/gemini-3-flash", "May not use"],
  ] as const) {
    await rows.filter({ hasText: id }).getByText(words).waitFor();
  }
  await popup.getByText(/checked .* ago/).waitFor();
  expect(await axeFindings(popup)).toEqual([]);
});

test("a denied call puts a notice in the page that no script of the page can read", async () => {
  const page = await context.newPage();
  await page.goto("https://claude.ai/");
  await callFrom(page, messageCall("mythos-5"));
  await until("the notice is there", async () =>
    (await closedText(page)).includes("A license is required before any foreign person uses this model."),
  );
  expect(
    await page.evaluate(() => document.documentElement.innerText + document.documentElement.outerHTML),
  ).not.toContain("license is required");
});

test("a page of a host outside the catalog gets the notice too", async () => {
  const page = await context.newPage();
  await page.goto("https://intranet.example/");
  await callFrom(page, messageCall("mythos-5"));
  await until("the notice is there", async () => (await closedText(page)).includes("A license is required"));
});

test("a denied navigation ends on the blocked page, which says why and what to use instead", async () => {
  const page = await context.newPage();
  await page.goto("https://llm.internal.example/");
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
  });
  await until("the blocked page is there", () => page.url().includes("/blocked/index.html"));
  await page.getByRole("heading", { level: 1 }).filter({ hasText: "Mythos 5" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
});
