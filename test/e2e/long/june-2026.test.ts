import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soundPolicy } from "../../../agent/cli/policy-files.ts";
import { type Asked, GATEWAY_POLICY, LIVES, SAMPLE } from "../../story/lives.ts";
import { DAYS } from "../../tour/days.ts";
import { beginDay } from "../../tour/organization.ts";
import type { JournalRow } from "../agent-process.ts";
import { callFrom } from "../calls.ts";
import { closedText } from "../closed-roots.ts";
import { until } from "../until.ts";
import { World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** Starts the agent of this person and a browser on a profile of their own, with a tab and the popup open. */
async function sitDown(person: string): Promise<{ context: BrowserContext; tab: Page; popup: Page }> {
  await world.agent.stop();
  await world.settle({ from: SAMPLE, person });
  await writeFile(join(world.folder, "policy/gateway.yaml"), GATEWAY_POLICY);
  await world.agent.start();
  const context = await world.launchReady("forced", person);
  const popup = await world.screen(context, "popup/index.html");
  const tab = await context.newPage();
  await tab.goto("https://claude.ai/");
  return { context, tab, popup };
}

/** Publishes what comes on a day, and waits until the open popup tells of the new policy. */
async function liveTo(day: number, popup: Page): Promise<void> {
  const began = DAYS[day];
  if (began === undefined) throw new Error(`The story has no day ${day}.`);
  const policy = join(world.folder, "policy");
  const organization = { config: "", policy, later: join(SAMPLE, "later"), journal: "" };
  await beginDay(organization, began);
  const { revision } = await soundPolicy(policy);
  await until("the agent has the policy of the day", async () => {
    const now = (await world.agent.status())?.policy;
    return now?.revision === revision && now.problems.length === 0;
  });
  await until(
    "the popup has it too, without a reload",
    async () => (await popup.getByText(revision.slice(0, 8)).count()) > 0,
  );
}

/** What the journal says of the last decision on a call since a moment; of those before some may come only now. */
async function decisionOn({ host }: Asked, began: number): Promise<JournalRow> {
  const found: JournalRow[] = [];
  await until("the decision is in the journal", async () => {
    const rows = (await world.agent.journal()).filter(
      ({ kind, time }) => kind === "decision" && time >= began,
    );
    found.push(...rows.filter((row) => row.host === host));
    return found.length > 0;
  });
  return found.at(-1) as JournalRow;
}

describe.each(LIVES)("$name ($person)", ({ person, models, open }) => {
  test("gets on each day what the table says, in the tab that stays open, with the words and the record for it", async () => {
    const { context, tab, popup } = await sitDown(person);
    for (const [day, openToday] of open.entries()) {
      await liveTo(day, popup);
      for (const asked of models)
        await live(tab, popup, asked, openToday.includes(asked.model), DAYS[day]?.date ?? "");
    }
    await context.close();
  });
});

/** Makes one call and looks at all that must agree about it: page, service, journal, notice and popup. */
async function live(tab: Page, popup: Page, asked: Asked, isOpen: boolean, date: string): Promise<void> {
  const said = `${date}, ${asked.model}`;
  const began = Date.now();
  world.fakes.forget();
  const seen = await callFrom(tab, asked.call);
  const row = await decisionOn(asked, began);
  expect(row.effect, said).toBe(isOpen ? "permit" : "deny");
  expect("status" in seen && seen.status === 200, said).toBe(isOpen);
  expect(world.fakes.received({ host: asked.host, method: "POST" }), said).toHaveLength(isOpen ? 1 : 0);
  if (!isOpen)
    await until(`${said}: the notice says why`, async () => tells(await closedText(tab), row, asked));
  if (asked.name === "") return;
  const words = popup
    .getByRole("listitem")
    .filter({ hasText: asked.model })
    .getByText(/^(?:May use|May, )/);
  await until(`${said}: the popup says the same`, async () => (await words.count()) > 0 === isOpen);
}

/** The notice names the model, why, and an approved model or the way to one. */
function tells(notice: string, { because = "?" }: JournalRow, { name }: Asked): boolean {
  return notice.includes(name) && notice.includes(because) && /Use |What gives access/.test(notice);
}
