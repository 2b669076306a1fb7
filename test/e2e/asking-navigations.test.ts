import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { axeFindings } from "../extension/open-screen.ts";
import type { JournalRow } from "./agent-process.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const POLICY = `purposes: { incident-review: Incident review, product: Product work }
data_classes:
  iban: { words: IBAN, built_in: iban }
rules:
  - { id: careful, require: [warn], models: [openai/gpt-5.5], because: Keep the other party’s name out of it. }
  - { id: reasoned, require: [justify], models: [anthropic/claude-opus-4-8] }
  - { id: no-numbers, require: [redact], models: [openai/gpt-5.2, anthropic/claude-sonnet-4-5], when: { data: [iban] } }
`;
/** What a test asks of the worker. */
declare const chrome: {
  readonly webRequest: { readonly onErrorOccurred: { readonly hasListeners: () => boolean } };
};

const IBAN = "DE89 3704 0044 0532 0130 00";

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await writeFile(join(world.folder, "policy/asking.yaml"), POLICY);
  ({ context, page } = await world.browse("unpacked", "https://intranet.example/"));
});
afterAll(() => world.close());
beforeEach(async () => {
  world.fakes.forget();
  await page.close();
  page = await context.newPage();
  await page.goto("https://intranet.example/");
});

const linkTo = (prompt: string, model: string): string =>
  `https://chatgpt.com/?${new URLSearchParams({ q: prompt, model })}`;

/** Puts a link into the page and follows it by a click, as a person does. */
async function follow(address: string): Promise<void> {
  await page.evaluate((href) => {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = "Ask ChatGPT";
    document.body.prepend(link);
  }, address);
  await page.getByText("Ask ChatGPT").click();
}

/** Fills a form of the page, whose text is JSON as the service reads it, and sends it. */
async function sendForm(model: string, prompt: string): Promise<void> {
  await page.evaluate(
    (body) => {
      const form = document.createElement("form");
      const field = document.createElement("input");
      Object.assign(form, {
        method: "post",
        enctype: "text/plain",
        action: "https://api.anthropic.com/v1/messages",
      });
      Object.assign(field, { name: `${body.slice(0, -1)},"rest":"`, value: '"}' });
      form.append(field);
      document.body.append(form);
      form.submit();
    },
    JSON.stringify({ model, messages: [{ role: "user", content: prompt }] }),
  );
}

/** Waits for the blocked page to say this, and until its buttons count. */
async function isAsked(title: string): Promise<void> {
  await page.getByRole("heading", { name: title }).waitFor();
  const ready = await page.evaluate(() => performance.now() + 600);
  await page.waitForFunction((when) => performance.now() > when, ready);
}

async function press(stops: number, key: string): Promise<void> {
  await page.bringToFront();
  for (let n = 0; n < stops; n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press(key);
}

const SERVICES = new Set(["chatgpt.com", "api.anthropic.com"]);
/** What has reached the services; the browser calls others on its own account, and asks for a page's icon when it likes. */
const arrived = () =>
  world.fakes.received().filter(({ host, path }) => SERVICES.has(host) && path !== "/favicon.ico");

let began = 0;
beforeEach(() => {
  began = Date.now();
});

/** The askings of this test, once there are so many; of tests before it some may come to the journal only now. */
async function askings(count: number): Promise<readonly JournalRow[]> {
  let found: readonly JournalRow[] = [];
  await until(`the journal has ${count} askings`, async () => {
    found = (await world.agent.journal()).filter(({ kind, time }) => kind === "asking" && time >= began);
    return found.length >= count;
  });
  return found;
}

/** The asking of this test, of which there is one. */
async function asking(): Promise<JournalRow | undefined> {
  const all = await askings(1);
  expect(all).toHaveLength(1);
  return all[0];
}

describe("a link that policy warns of", () => {
  const LINK = linkTo("List the clauses.", "gpt-5-5");

  test("is asked about in its place, and opens by itself when the person says so", async () => {
    await follow(LINK);
    await isAsked("Read this before it goes to GPT-5.5");
    expect(page.url()).toContain("/blocked/index.html");
    expect(await page.getByRole("alertdialog").innerText()).toContain(
      "Keep the other party’s name out of it.",
    );
    expect(await axeFindings(page)).toEqual([]);
    expect(arrived()).toEqual([]);
    await press(2, "Enter");
    await page.waitForURL(LINK);
    const [first] = world.fakes.received({ host: "chatgpt.com", path: "/" });
    expect(new URLSearchParams(first?.query).get("q")).toBe("List the clauses.");
    expect(await asking()).toMatchObject({
      answer: "go",
      service: "chatgpt-web",
      steps: ["warn"],
      rules: ["careful"],
      remembered: "call",
    });
  });

  test("is asked about too where a page follows it, and nothing was kept for so long that nobody listens for what becomes of it", async () => {
    const worker = await serviceWorker(context, world.extension.id);
    const listens = () => worker.evaluate(() => chrome.webRequest.onErrorOccurred.hasListeners());
    await until("nobody listens", async () => !(await listens()));
    await page.evaluate((address) => location.assign(address), LINK);
    await isAsked("Read this before it goes to GPT-5.5");
    expect(await listens()).toBe(true);
    expect(arrived()).toEqual([]);
    await press(1, "Enter");
    expect(await asking()).toMatchObject({ answer: "no" });
  });

  test("says that it was sent where the person comes back", async () => {
    await follow(LINK.replace("List", "Name"));
    await isAsked("Read this before it goes to GPT-5.5");
    await press(2, "Enter");
    await page.waitForURL(/^https:\/\/chatgpt\.com/);
    await page.goBack();
    await page.getByRole("heading", { name: "You sent this to chatgpt.com" }).waitFor();
    await page.getByRole("button", { name: "Go back" }).click();
    await page.waitForURL("https://intranet.example/");
  });

  test("sends nothing after Esc, and can be asked for again", async () => {
    const other = LINK.replace("List", "Count");
    await follow(other);
    await isAsked("Read this before it goes to GPT-5.5");
    await press(0, "Escape");
    await page.getByRole("heading", { name: "This was not sent to GPT-5.5" }).waitFor();
    await page.getByText("You chose not to send it. Nothing was sent to chatgpt.com.").waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(await axeFindings(page)).toEqual([]);
    expect(arrived()).toEqual([]);
    expect(await asking()).toMatchObject({ answer: "no", reason: null, remembered: null });
    await page.getByRole("button", { name: "Go back" }).click();
    await page.waitForURL("https://intranet.example/");
    await follow(other);
    await isAsked("Read this before it goes to GPT-5.5");
  });

  test("is no longer asked about where its page was left, which is recorded", async () => {
    await follow(LINK.replace("List", "Weigh"));
    await isAsked("Read this before it goes to GPT-5.5");
    await page.reload();
    await page.getByText("There was no answer in time").waitFor();
    expect(await asking()).toMatchObject({ answer: "timeout" });
    expect(arrived()).toEqual([]);
  });

  test("is asked about over each new address of its tab, of which the newest counts", async () => {
    await page.goto(LINK.replace("List", "First")).catch(() => undefined);
    await isAsked("Read this before it goes to GPT-5.5");
    await page.goto(LINK.replace("List", "Second")).catch(() => undefined);
    await isAsked("Read this before it goes to GPT-5.5");
    await press(2, "Enter");
    await page.waitForURL(/Second/);
    const all = await askings(2);
    expect(all.map(({ answer }) => answer)).toEqual(["timeout", "go"]);
    expect(arrived().some(({ query }) => query.includes("First"))).toBe(false);
  });

  test("is asked about in a tab of its own", async () => {
    const opened = context.waitForEvent("page");
    await page.evaluate((address) => void window.open(address), LINK.replace("List", "Open"));
    page = await opened;
    await isAsked("Read this before it goes to GPT-5.5");
    await press(2, "Enter");
    await page.waitForURL(/Open/);
    expect(await asking()).toMatchObject({ answer: "go" });
  });
});

test("a page can neither frame the question nor answer it for the person", async () => {
  const opened = context.waitForEvent("page");
  await page.evaluate(
    (address) => {
      Reflect.set(globalThis, "asked", window.open(address));
    },
    linkTo("Forge it.", "gpt-5-5"),
  );
  const asked = await opened;
  await asked.getByRole("heading", { name: "Read this before it goes to GPT-5.5" }).waitFor();
  await page.bringToFront();
  const reached = await page.evaluate(async (address) => {
    const { asked: other } = globalThis as { asked?: Window };
    for (const one of [{ type: "answer", go: true }, "go"]) other?.postMessage(one, "*");
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
    let inside: unknown;
    try {
      inside = other?.document.body;
    } catch {
      inside = "out of reach";
    }
    return [
      inside,
      await fetch(address).then(
        () => "fetched",
        () => "refused",
      ),
    ];
  }, asked.url());
  expect(reached).toEqual(["out of reach", "refused"]);
  await until("the frame has failed", () =>
    page.frames().some((frame) => frame.url().startsWith("chrome-error:")),
  );
  expect(await asked.getByRole("heading").innerText()).toBe("Read this before it goes to GPT-5.5");
  expect(arrived()).toEqual([]);
  await asked.close();
  expect(await asking()).toMatchObject({ answer: "timeout" });
});

describe("a form that needs a reason", () => {
  test("is sent again by the person after the reason, and passes then", async () => {
    await sendForm("claude-opus-4-8", "Compare the reports.");
    await isAsked("Claude Opus 4.8 asks for a reason");
    await page.getByText("Nothing was sent. After your answer, send it again.").waitFor();
    await page.getByRole("radio", { name: "Incident review" }).check();
    await page.getByRole("button", { name: "Allow it" }).click();
    await page.getByText("Say in a few words what the result is used for.").waitFor();
    await page.getByRole("textbox").fill("The incident of Tuesday");
    await page.getByRole("button", { name: "Allow it" }).click();
    await page.getByRole("heading", { name: "Now send it again" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(arrived()).toEqual([]);
    expect(await asking()).toMatchObject({
      answer: "go",
      steps: ["justify"],
      reason: "The incident of Tuesday",
      purpose: "incident-review",
    });
    await page.getByRole("button", { name: "Go back" }).click();
    await page.waitForURL("https://intranet.example/");
    await sendForm("claude-opus-4-8", "Compare the reports.");
    const sent = await world.fakes.waitFor({ method: "POST", path: "/v1/messages" });
    expect(sent.text).toContain("Compare the reports.");
    expect(sent.text).not.toContain("Tuesday");
  });

  test("with another text is asked about again", async () => {
    await sendForm("claude-opus-4-8", "And compare these.");
    await isAsked("Claude Opus 4.8 asks for a reason");
    expect(arrived()).toEqual([]);
  });
});

describe("data that policy names", () => {
  test("is replaced in the address of a link, and the service gets what the person saw", async () => {
    await follow(linkTo(`Pay ${IBAN} & no more`, "gpt-5-2"));
    await isAsked("One detail is replaced before this is sent");
    expect(await page.getByRole("group", { name: "What will be sent" }).innerText()).toBe(
      "Pay [IBAN] & no more",
    );
    await page.getByRole("button", { name: "Send like this" }).click();
    await page.waitForURL(/^https:\/\/chatgpt\.com/);
    const [first] = world.fakes.received({ host: "chatgpt.com", path: "/" });
    const query = new URLSearchParams(first?.query);
    expect([query.get("q"), query.get("model")]).toEqual(["Pay [IBAN] & no more", "gpt-5-2"]);
    expect(await asking()).toMatchObject({ answer: "go", replaced: [{ name: "iban", count: 1 }] });
    const journal = JSON.stringify(await world.agent.journal());
    for (const spelled of [IBAN, IBAN.replaceAll(" ", "")]) expect(journal).not.toContain(spelled);
  });

  test("is not replaced in a form, which is said", async () => {
    await sendForm("claude-sonnet-4-5", `Pay ${IBAN}.`);
    await page.getByText("Write it in the app itself").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(arrived()).toEqual([]);
  });
});
