import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Locator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { axeFindings } from "../extension/open-screen.ts";
import { callFrom, chatCall, messageCall } from "./calls.ts";
import { clickClosed, closedText } from "./closed-roots.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const ME = "engineer-17@example.com";
const GPT = chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.5");
const ORDER = `directives:
  - id: stop-gpt
    forbid: all
    models: [openai/gpt-5.5]
    because: GPT-5.5 is under review until its new terms are read.
    instead: [google/gemini-3-pro]
`;

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("forced");
  context.setDefaultTimeout(15_000);
});
afterAll(() => world.close());

beforeEach(async () => {
  await world.settle();
  page = await world.screen(context, "clearance/index.html");
  await page.getByRole("heading", { level: 1, name: "You may use 3 of 7 models today" }).waitFor();
});
afterEach(() => page.close());

const entry = (id: string): Locator => page.locator(".entry", { has: page.getByText(id, { exact: true }) });
const policy = (): string => join(world.folder, "policy/policy.yaml");
const isWide = (): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe("My clearance", () => {
  test("shows who I am, and each model with its state, why, and what to do instead", async () => {
    await page.locator(".badge").getByText("Engineer Seventeen").waitFor();
    for (const [id, state, why] of [
      ["anthropic/mythos-5", "Not without a license", "A license is required before any foreign person"],
      ["openai/gpt-5.5", "May use", "Your company opens GPT-5.5 to you."],
      ["openai/gpt-5.6-sol", "Not without a license", "Only organizations on the approved list"],
    ] as const) {
      await entry(id).getByText(state).waitFor();
      await entry(id).getByText(why).waitFor();
    }
    await page.locator("#services").getByText("claude.ai").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  test("is worked by keys alone: searched, opened, left for another model", async () => {
    await page.keyboard.press("Tab"); // to Print
    await page.keyboard.press("Tab"); // to the search, or to a link before it
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("mythos");
    await page.keyboard.press("Tab"); // to the choices
    await page.keyboard.press("Tab"); // to the entry
    await page.keyboard.press("Enter");
    const mythos = entry("anthropic/mythos-5");
    await mythos.getByText("Proof that you are a US person").waitFor();
    await page.keyboard.press("Tab"); // to the model to use instead
    await page.keyboard.press("Enter");
    await until("that model is open and has the focus", () =>
      page.evaluate(() => {
        const details = document.activeElement?.parentElement;
        return (
          details instanceof HTMLDetailsElement && details.open && details.innerText.includes("Opus 4.8")
        );
      }),
    );
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
  });

  test("changes without a reload when a directive comes, and says what changed, when and by what", async () => {
    await page.evaluate(() => document.body.setAttribute("data-loaded", "once"));
    await page.locator("#changed").getByText("Nothing that you may do has changed.").waitFor();
    await appendFile(policy(), ORDER);
    await page.getByRole("heading", { level: 1, name: "You may use 2 of 7 models today" }).waitFor();
    await entry("openai/gpt-5.5").getByText("May not use").waitFor();
    await page
      .locator("#directives")
      .getByText("GPT-5.5 is under review until its new terms are read.")
      .waitFor();
    const change = page.locator("#changed li").first();
    await change.getByText("GPT-5.5 went from “May use” to “May not use”.").waitFor();
    await change.getByText("stop-gpt").waitFor();
    await page.locator(".lede").getByText("Gemini 3 Pro").waitFor();
    expect(await page.locator("body").getAttribute("data-loaded")).toBe("once");
    expect(await axeFindings(page)).toEqual([]);

    await world.settle();
    await page.locator("#changed li").nth(1).waitFor();
    await change.getByText("GPT-5.5 went from “May not use” to “May use”.").waitFor();
  });

  test("has what changed also after the browser was closed in between", async () => {
    const profile = "overnight";
    const evening = await world.launchReady("unpacked", profile);
    await evening.close();
    await appendFile(policy(), ORDER);
    const morning = await world.launchReady("unpacked", profile);
    const own = await world.screen(morning, "clearance/index.html");
    await own.locator("#changed").getByText("GPT-5.5 went from “May use” to “May not use”.").waitFor();
    await morning.close();
  });

  test("says that nobody is known where nobody is", async () => {
    await writeFile(join(world.folder, "people.yaml"), "people: [{id: somebody@example.com}]\n");
    await page.getByRole("heading", { level: 1, name: "No clearance yet" }).waitFor();
    await page.getByText(`The people file has no person "${ME}".`).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  test("shows three models as well as three hundred, among which one is found", async () => {
    const text = await readFile(policy(), "utf8");
    const names = Array.from({ length: 300 }, (_, n) => `  vendor-${n % 12}/model-${n}: Model ${n}\n`).join(
      "",
    );
    await writeFile(policy(), text.replace("names:\n", `names:\n${names}`));
    await page.getByRole("heading", { level: 1, name: "You may use 3 of 307 models today" }).waitFor();
    expect(await page.locator(".entry").count()).toBe(307);
    await page.getByRole("searchbox").fill("model 287");
    await until("one is left", async () => (await page.locator(".entry").count()) === 1);
    await entry("vendor-11/model-287").getByText("May not use").waitFor();
    await page.getByRole("searchbox").fill("mythic");
    await page.locator("#models").getByRole("button", { name: "Mythos 5" }).click();
    await entry("anthropic/mythos-5").waitFor();
    await page.getByRole("searchbox").fill("");
    expect(await axeFindings(page)).toEqual([]);
  });

  test("fits a phone, in the dark too", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 360, height: 720 });
    await entry("anthropic/mythos-5").locator("summary").click();
    expect(await isWide()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
  });

  test("prints whole: every entry open and no control, and is as before afterwards", async () => {
    await page.evaluate(() => {
      addEventListener("beforeprint", () => {
        document.body.dataset["closed"] = String(document.querySelectorAll(".entry:not([open])").length);
      });
    });
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(await page.locator("body").getAttribute("data-closed")).toBe("0");
    expect(await page.locator(".entry[open]").count()).toBe(0);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "Print" }).isVisible()).toBe(false);
    expect(await page.getByRole("searchbox").isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
  });

  test("is opened by the popup, and by the notice of a denied call at the model it was about", async () => {
    const popup = await world.screen(context, "popup/index.html");
    const [byPopup] = await Promise.all([
      context.waitForEvent("page"),
      popup.getByRole("link", { name: "My clearance" }).click(),
    ]);
    await byPopup.getByRole("heading", { level: 1, name: "You may use" }).waitFor();
    await byPopup.close();
    await popup.close();

    const somewhere = await context.newPage();
    await somewhere.goto("https://intranet.example/");
    await callFrom(somewhere, messageCall("mythos-5"));
    await until("the notice is there", async () => (await closedText(somewhere)).includes("My clearance"));
    const [byNotice] = await Promise.all([
      context.waitForEvent("page"),
      clickClosed(somewhere, "My clearance"),
    ]);
    await byNotice.locator(".entry[open]").getByText("anthropic/mythos-5").waitFor();
    await byNotice.close();
    await somewhere.close();
  });
});

describe("What is recorded about me", () => {
  test("is mine alone, where another person uses the same machine, and is exported whole", async () => {
    await call(ME);
    const config = join(world.folder, "agent.yaml");
    const mine = await readFile(config, "utf8");
    await appendFile(
      join(world.folder, "people.yaml"),
      "  - {id: eve@example.com, name: Eve, groups: [engineering], level: controlled}\n",
    );
    await writeFile(config, mine.replace(ME, "eve@example.com"));
    await page.locator(".who").getByText("Eve", { exact: true }).waitFor();
    await call("eve@example.com");
    await page.getByRole("button", { name: "Look again" }).click();
    await page.locator("#recorded").getByText("You asked Mythos 5").first().waitFor();
    const own = (await world.agent.journal()).filter((row) => personOf(row) === "eve@example.com");
    await page.getByText(`${own.length} records about you`).waitFor();
    expect((await exported()).map(({ person }) => person)).toEqual(own.map(() => "eve@example.com"));

    await writeFile(config, mine);
    await page.locator(".badge").getByText("Engineer Seventeen").waitFor();
    await page.getByRole("button", { name: "Look again" }).click();
    const theirs = (await world.agent.journal()).filter((row) => personOf(row) === ME);
    await page.getByText(`${theirs.length} records about you`).waitFor();
    const lines = await exported();
    expect(lines.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id).toReversed());
    expect(JSON.stringify(lines)).not.toContain("eve@example.com");
    expect(await axeFindings(page)).toEqual([]);
  });

  test("cannot be told while the agent is away, and is there again with it", async () => {
    await world.agent.stop();
    await page.getByText("The agent has the records, and it does not answer.").waitFor();
    await world.agent.start();
    await page.locator("#recorded").getByText("Your company’s security reviewers").first().waitFor();
    await page.getByText(/records about you/).waitFor();
  });
});

/** Makes two calls as whoever the configuration names now. */
async function call(person: string): Promise<void> {
  const made = async (): Promise<number> =>
    (await world.agent.journal()).filter((row) => row.kind === "decision" && personOf(row) === person).length;
  const before = await made();
  const somewhere = await context.newPage();
  await somewhere.goto("https://intranet.example/");
  await callFrom(somewhere, GPT);
  await callFrom(somewhere, messageCall("mythos-5"));
  await until("both are in the journal", async () => (await made()) === before + 2);
  await somewhere.close();
}

/** The lines of an export from the page. */
async function exported(): Promise<{ id: string; person: string }[]> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export all as JSON lines" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^lanyard-records-\d{4}-\d{2}-\d{2}\.jsonl$/);
  const file = join(world.folder, "exported.jsonl");
  await download.saveAs(file);
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as { id: string; person: string });
}

function personOf(row: object): string | null {
  return "person" in row && typeof row.person === "string" ? row.person : null;
}
