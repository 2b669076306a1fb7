import { beforeEach, describe, expect, test } from "vitest";
import type { JournalRow } from "../agent-process.ts";
import { until } from "../until.ts";
import { answered, type DrivenPage, type DrivenWorld, write } from "./driven.ts";

/** A policy that asks, for each way of asking and of remembering an answer. */
export const ASKING_POLICY = `purposes: { incident-review: Incident review, product: Product work }
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

/** A call of ChatGPT's app, in the background. */
function say(from: DrivenPage, model: string, prompt: string, conversation?: string): Promise<number> {
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

/** Waits for the question, and until an answer counts. */
async function isAsked(over: DrivenPage, words: string): Promise<void> {
  await until(`it is asked: ${words}`, async () => (await over.closedText()).includes(words));
  const ready = await over.evaluate(() => performance.now() + 600, null);
  await until("an answer counts", () => over.evaluate((when) => performance.now() > when, ready));
}

/** The person's keys: so many stops on, then the key. */
async function press(over: DrivenPage, stops: number, key: string): Promise<void> {
  for (let n = 0; n < stops; n += 1) await over.press("Tab");
  await over.press(key);
}

/** What stands in the composer. */
const prompt = (page: DrivenPage) =>
  page.evaluate(() => document.querySelector<HTMLTextAreaElement>("#prompt")?.value, null);

/** What is shown of asking in a world that has `ASKING_POLICY`. */
export function showAsking(world: () => DrivenWorld): void {
  let page: DrivenPage;
  let began = 0;

  beforeEach(async () => {
    began = Date.now();
    world().fakes.forget();
    page = await world().newPage("https://chatgpt.com/");
  });

  const sent = (path: string | RegExp = CHAT) => world().fakes.received({ method: "POST", path });

  /** The newest answer of this test, once it is this one. */
  async function asking(answer: string): Promise<JournalRow | undefined> {
    let found: JournalRow | undefined;
    await until(`the journal has the answer ${answer}`, async () => {
      found = (await world().agent.journal()).findLast(
        ({ kind, time }) => kind === "asking" && time >= began,
      );
      return found?.answer === answer;
    });
    return found;
  }

  describe("a warning", () => {
    test("holds the call, which goes out as it was when the person says so", async () => {
      await write(page, "gpt-5-5", "List the clauses.");
      await isAsked(page, "Keep the other party’s name out of it.");
      expect(sent()).toEqual([]);
      await press(page, 3, "Enter");
      await answered(page, "done");
      expect(sent()).toHaveLength(1);
      expect(JSON.parse(sent()[0]?.text ?? "")).toMatchObject({
        model: "gpt-5-5",
        messages: [{ content: { parts: ["List the clauses."] } }],
      });
      expect(await asking("go")).toMatchObject({ steps: ["warn"], rules: ["careful"], remembered: "call" });
    });

    test("that is answered with Esc sends nothing, and the text is still there", async () => {
      await write(page, "gpt-5-5", "List the parties.");
      await isAsked(page, "Keep the other party’s name out of it.");
      await press(page, 0, "Escape");
      await answered(page, "failed");
      expect(sent()).toEqual([]);
      expect(await prompt(page)).toBe("List the parties.");
      expect(await page.evaluate(() => document.activeElement?.id, null)).toBe("prompt");
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
      }, null);
      expect(await page.closedText()).toContain("Keep the other party’s name out of it.");
      expect(sent()).toEqual([]);
      await press(page, 0, "Escape");
      expect(await going).toBe(403);
    });

    test("over a page without a hook is answered first, and sent again by the person", async () => {
      const other = await world().newPage("https://intranet.example/");
      const call = () =>
        other.evaluate(async () => {
          const body = JSON.stringify({
            model: "gpt-5.5",
            messages: [{ role: "user", content: "From afar." }],
          });
          const reply = fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body });
          return reply.then(({ status }) => status).catch(() => 0);
        }, null);
      expect(await call()).toBe(0);
      await isAsked(other, "After your answer, send it again.");
      await press(other, 3, "Enter");
      await asking("go");
      expect(await call()).toBe(200);
    });
  });

  describe("a reason", () => {
    test("is given with its purpose, kept in the journal, and remembered for the model", async () => {
      await write(page, "gpt-5-2", "Compare the reports.");
      await isAsked(page, "asks for a reason");
      await page.press("Tab");
      await page.press("Tab");
      await page.press(" ");
      await page.press("Tab");
      await page.type("The incident of Tuesday");
      await page.press("Tab");
      await page.press("Enter");
      await answered(page, "done");
      expect(sent()).toHaveLength(1);
      expect(sent()[0]?.text).not.toContain("Tuesday");
      expect(await asking("go")).toMatchObject({
        steps: ["justify"],
        reason: "The incident of Tuesday",
        purpose: "incident-review",
        remembered: "model",
      });
      const other = await world().newPage("https://chatgpt.com/");
      expect(await say(other, "gpt-5-2", "And these.")).toBe(200);
    });
  });

  describe("an answer is remembered", () => {
    test("for the hour, in every tab", async () => {
      const going = say(page, "gpt-5-3", "One.");
      await isAsked(page, "Read this before it goes to");
      await press(page, 3, "Enter");
      expect(await going).toBe(200);
      expect(await say(await world().newPage("https://chatgpt.com/"), "gpt-5-3", "Two.")).toBe(200);
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
      page = await world().newPage("https://claude.ai/");
      await write(page, "claude-opus-4-8", `Pay ${IBAN} for CUST-12345678, "now".`);
      await isAsked(page, "2 details are replaced before this is sent");
      expect(await page.closedText()).toContain("Replaced: IBAN and customer number.");
      await press(page, 3, "Enter");
      await answered(page, "done");
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
      const journal = JSON.stringify(await world().agent.journal());
      for (const secret of [IBAN, IBAN.replaceAll(" ", ""), "CUST-1234"])
        expect(journal).not.toContain(secret);
    });

    test("is replaced in JSON that stands in a form", async () => {
      page = await world().newPage("https://gemini.google.com/");
      await write(page, "9d8ca3786ebdfbea", `Pay ${IBAN} now & again`);
      await isAsked(page, "One detail is replaced before this is sent");
      await press(page, 3, "Enter");
      await answered(page, "done");
      const [one] = sent(/StreamGenerate$/);
      const form = new URLSearchParams(one?.text);
      expect(form.get("at")).toBe("stand-in");
      const outer = JSON.parse(form.get("f.req") ?? "") as [null, string];
      const [message] = JSON.parse(outer[1]) as [unknown[]];
      expect(message).toEqual(["Pay [IBAN] now & again", 0, null, [], null, null, 0]);
    });

    test("goes nowhere when the person would rather edit, and what has none goes at once", async () => {
      page = await world().newPage("https://claude.ai/");
      await write(page, "claude-opus-4-8", `Pay ${IBAN}.`);
      await isAsked(page, "One detail is replaced");
      await press(page, 0, "Escape");
      await answered(page, "failed");
      expect(sent(/completion$/)).toEqual([]);
      expect(await prompt(page)).toBe(`Pay ${IBAN}.`);
      await write(page, "claude-opus-4-8", "Pay nobody.");
      await answered(page, "done");
      expect(sent(/completion$/)).toHaveLength(1);
    });
  });
}
