import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callFrom, chatCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const CALL = chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.5");
const FORBID_GPT = [
  "  - id: no-flash",
  "  - id: gpt-is-closed\n    forbid: all\n    models: [openai/gpt-5.5]\n    because: The contract ended today.\n  - id: no-flash",
] as const;

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  ({ context, page } = await world.browse("forced", "https://intranet.example/"));
});
afterAll(() => world.close());

async function isDenied(): Promise<boolean> {
  return "error" in (await callFrom(page, CALL));
}

test("a change of the policy file holds for the next call of an open tab, and shows in an open popup, within a second", async () => {
  const popup = await world.screen(context, "popup/index.html");
  const row = popup.getByRole("listitem").filter({ hasText: "openai/gpt-5.5" });
  await row.getByText("May use").waitFor();
  expect(await isDenied()).toBe(false);

  await world.changePolicy(...FORBID_GPT);
  const [untilCall] = await Promise.all([
    until("the next call is denied", isDenied),
    row.getByText("May not use").waitFor({ timeout: 1_000 }),
  ]);
  expect(untilCall).toBeLessThan(1_000);

  await world.changePolicy(FORBID_GPT[1], FORBID_GPT[0]);
  await row.getByText("May use").waitFor();
  expect(await isDenied()).toBe(false);
});

test("a broken policy leaves the last good one in force, and popup, status and journal say so", async () => {
  const popup = await world.screen(context, "popup/index.html");
  await world.changePolicy("level: controlled\n", "level: contrlled\n");
  await popup.getByText("policy.yaml").first().waitFor();
  expect(await isDenied()).toBe(false);

  const status = await world.agent.status();
  expect(status?.policy.problems.join()).toMatch(/policy\.yaml:\d+.*contrlled/);
  const refused = (await world.agent.journal()).filter(
    ({ part, what }) => part === "policy" && what === "refused",
  );
  expect(refused).toHaveLength(1);

  await world.changePolicy("level: contrlled\n", "level: controlled\n");
  await until("the toolbar is at ease again", async () =>
    (await world.toolbar(context)).startsWith("Lanyard: protected"),
  );
});
