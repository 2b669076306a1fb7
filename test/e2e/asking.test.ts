import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JournalRow } from "./agent-process.ts";
import { closedText } from "./closed-roots.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const POLICY = `purposes: { incident-review: Incident review, product: Product work }
data_classes:
  iban: { words: IBAN, built_in: iban }
  customer: { words: customer number, patterns: ['CUST-\\d{8}'] }
rules:
  - { id: careful, require: [warn], models: [openai/gpt-5.5], because: Keep the other party’s name out of it. }
  - { id: reasoned, require: [justify], models: [openai/gpt-5.2], asking: { remember: model } }
  - { id: by-the-hour, require: [warn], models: [openai/gpt-5.3], asking: { remember: hour } }
  - { id: by-the-talk, require: [warn], models: [openai/gpt-5.4], asking: { remember: conversation } }
  - id: no-numbers
    require: [redact]
    models: ["anthropic/*", "google/*"]
    actions: [chat]
    when: { data: [iban, customer] }
`;
const CHAT = "/backend-api/f/conversation";
const IBAN = "DE89 3704 0044 0532 0130 00";

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await writeFile(join(world.folder, "policy/asking.yaml"), POLICY);
  await world.agent.start();
  context = await world.launchReady("unpacked");
});
afterAll(() => world.close());
beforeEach(async () => {
  world.fakes.forget();
  page = await open("https://chatgpt.com/");
});

async function open(address: string): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(address);
  return opened;
}

/** Types into the app's composer, as a person does, and sends. */
async function write(model: string, prompt: string): Promise<void> {
  await page.selectOption("#model", model);
  await page.fill("#prompt", prompt);
  await page.press("#prompt", "Enter");
}

/** A call of the app's own kind, in the background. */
function say(from: Page, model: string, prompt: string, conversation?: string): Promise<number> {
  return from.evaluate(
    async ({ path, body }) => {
      const reply = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return reply.status;
    },
    {
      path: CHAT,
      body: {
        action: "next",
        model,
        messages: [{ author: { role: "user" }, content: { content_type: "text", parts: [prompt] } }],
        ...(conversation === undefined ? {} : { conversation_id: conversation }),
      },
    },
  );
}

async function isAsked(over: Page, words: string): Promise<void> {
  await until(`it is asked: ${words}`, async () => (await closedText(over)).includes(words));
  const ready = await over.evaluate(() => performance.now() + 600);
  await over.waitForFunction((when) => performance.now() > when, ready);
}

/** The person's keys: so many stops on, then the key. */
async function press(over: Page, stops: number, key: string): Promise<void> {
  await over.bringToFront();
  for (let n = 0; n < stops; n += 1) await over.keyboard.press("Tab");
  await over.keyboard.press(key);
}

const sent = (path: string | RegExp = CHAT) => world.fakes.received({ method: "POST", path });

async function asking(answer: string): Promise<JournalRow | undefined> {
  let found: JournalRow | undefined;
  await until(`the journal has the answer ${answer}`, async () => {
    found = (await world.agent.journal()).findLast(({ kind }) => kind === "asking");
    return found?.answer === answer;
  });
  return found;
}

describe("a warning", () => {
  test("holds the call, which goes out as it was when the person says so", async () => {
    await write("gpt-5-5", "List the clauses.");
    await isAsked(page, "Keep the other party’s name out of it.");
    expect(sent()).toEqual([]);
    await press(page, 3, "Enter");
    await page.locator("article[data-from=app][data-state=done]").waitFor();
    expect(sent()).toHaveLength(1);
    expect(JSON.parse(sent()[0]?.text ?? "")).toMatchObject({
      model: "gpt-5-5",
      messages: [{ content: { parts: ["List the clauses."] } }],
    });
    expect(await asking("go")).toMatchObject({ steps: ["warn"], rules: ["careful"], remembered: "call" });
  });

  test("that is answered with Esc sends nothing, and the text is still there", async () => {
    await write("gpt-5-5", "List the parties.");
    await isAsked(page, "Keep the other party’s name out of it.");
    await press(page, 0, "Escape");
    await page.locator("article[data-from=app][data-state=failed]").waitFor();
    expect(sent()).toEqual([]);
    expect(await page.inputValue("#prompt")).toBe("List the parties.");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("prompt");
    expect(await asking("no")).toMatchObject({ reason: null, remembered: null });
  });

  test("is not answered by the page, whatever it presses and says", async () => {
    const going = say(page, "gpt-5-5", "Forge it.");
    await isAsked(page, "Keep the other party’s name out of it.");
    await page.evaluate(() => {
      const host = document.querySelector<HTMLElement>("[popover]");
      host?.click();
      for (const key of ["Tab", "Tab", "Tab", "Enter", " "])
        for (const target of [host, document.activeElement, window])
          target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
      for (const one of [{ type: "answer", go: true }, { type: "withdrawn" }]) window.postMessage(one, "*");
    });
    expect(await closedText(page)).toContain("Keep the other party’s name out of it.");
    expect(sent()).toEqual([]);
    await press(page, 0, "Escape");
    expect(await going).toBe(403);
  });

  test("over a page without a hook is answered first, and sent again by the person", async () => {
    const other = await open("https://intranet.example/");
    const call = () =>
      other.evaluate(async () => {
        const body = JSON.stringify({
          model: "gpt-5.5",
          messages: [{ role: "user", content: "From afar." }],
        });
        const reply = fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body });
        return reply.then(({ status }) => status).catch(() => 0);
      });
    expect(await call()).toBe(0);
    await isAsked(other, "After your answer, send it again.");
    await press(other, 3, "Enter");
    await asking("go");
    expect(await call()).toBe(200);
  });
});

describe("a reason", () => {
  test("is given with its purpose, kept in the journal, and remembered for the model", async () => {
    await write("gpt-5-2", "Compare the reports.");
    await isAsked(page, "asks for a reason");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.type("The incident of Tuesday");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("article[data-from=app][data-state=done]").waitFor();
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.text).not.toContain("Tuesday");
    expect(await asking("go")).toMatchObject({
      steps: ["justify"],
      reason: "The incident of Tuesday",
      purpose: "incident-review",
      remembered: "model",
    });
    const other = await open("https://chatgpt.com/");
    expect(await say(other, "gpt-5-2", "And these.")).toBe(200);
  });
});

describe("an answer is remembered", () => {
  test("for the hour, in every tab", async () => {
    const going = say(page, "gpt-5-3", "One.");
    await isAsked(page, "Read this before it goes to");
    await press(page, 3, "Enter");
    expect(await going).toBe(200);
    expect(await say(await open("https://chatgpt.com/"), "gpt-5-3", "Two.")).toBe(200);
  });

  test("for the conversation, and for no other", async () => {
    const going = say(page, "gpt-5-4", "One.");
    await isAsked(page, "Read this before it goes to");
    await press(page, 3, "Enter");
    expect(await going).toBe(200);
    expect(await say(page, "gpt-5-4", "Two.", "talk-1")).toBe(200);
    const another = say(page, "gpt-5-4", "Three.", "talk-2");
    await isAsked(page, "Read this before it goes to");
    await press(page, 0, "Escape");
    expect(await another).toBe(403);
  });
});

describe("data that policy names", () => {
  test("is replaced before it leaves: the server gets what the person saw, in the same JSON", async () => {
    page = await open("https://claude.ai/");
    await write("claude-opus-4-8", `Pay ${IBAN} for CUST-12345678, "now".`);
    await isAsked(page, "2 details are replaced before this is sent");
    expect(await closedText(page)).toContain("Replaced: IBAN and customer number.");
    await press(page, 3, "Enter");
    await page.locator("article[data-from=app][data-state=done]").waitFor();
    const [one, another] = sent(/completion$/);
    expect(another).toBeUndefined();
    expect(JSON.parse(one?.text ?? "")).toMatchObject({
      prompt: 'Pay [IBAN] for [customer number], "now".',
      model: "claude-opus-4-8",
      locale: "en-US",
    });
    expect(one?.headers["content-type"]).toBe("application/json");
    expect(await asking("go")).toMatchObject({
      steps: ["redact"],
      replaced: [
        { name: "iban", count: 1 },
        { name: "customer", count: 1 },
      ],
    });
    const journal = JSON.stringify(await world.agent.journal());
    expect(journal).not.toContain("3704");
    expect(journal).not.toContain("CUST-1234");
  });

  test("is replaced in JSON that stands in a form", async () => {
    page = await open("https://gemini.google.com/");
    await write("9d8ca3786ebdfbea", `Pay ${IBAN} now & again`);
    await isAsked(page, "One detail is replaced before this is sent");
    await press(page, 3, "Enter");
    await page.locator("article[data-from=app][data-state=done]").waitFor();
    const [one] = sent(/StreamGenerate$/);
    const form = new URLSearchParams(one?.text);
    expect(form.get("at")).toBe("stand-in");
    const outer = JSON.parse(form.get("f.req") ?? "") as [null, string];
    const [message] = JSON.parse(outer[1]) as [unknown[]];
    expect(message).toEqual(["Pay [IBAN] now & again", 0, null, [], null, null, 0]);
  });

  test("goes nowhere when the person would rather edit, and what has none goes at once", async () => {
    page = await open("https://claude.ai/");
    await write("claude-opus-4-8", `Pay ${IBAN}.`);
    await isAsked(page, "One detail is replaced");
    await press(page, 0, "Escape");
    await page.locator("article[data-from=app][data-state=failed]").waitFor();
    expect(sent(/completion$/)).toEqual([]);
    expect(await page.inputValue("#prompt")).toBe(`Pay ${IBAN}.`);
    await write("claude-opus-4-8", "Pay nobody.");
    await page.locator("article[data-from=app][data-state=done]").waitFor();
    expect(sent(/completion$/)).toHaveLength(1);
  });
});
