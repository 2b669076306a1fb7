import { cp, appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceWorker, stopWorkers } from "../browser/service-worker.ts";
import type { JournalRow } from "./agent-process.ts";
import { callFrom, chatCall, messageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const WANTED = chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.5");
const PURPOSES = `
purposes: { incident-review: Incident review, product: Product work }
purpose_lasts: 2h
`;
const FOR_REVIEWS = [
  "  - id: no-flash",
  "  - id: reviews-alone\n    forbid: all\n    models: [openai/gpt-5.5]\n    when: { purposes: [product] }\n    because: GPT-5.5 is for incident reviews.\n  - id: no-flash",
] as const;

let world: World;
let context: BrowserContext;
let page: Page;
let popup: Page;

beforeAll(async () => {
  world = await World.open();
  await appendFile(join(world.folder, "policy/policy.yaml"), PURPOSES);
  await world.changePolicy(...FOR_REVIEWS);
  ({ context, page } = await world.browse("forced", "https://intranet.example/"));
  popup = await world.screen(context, "popup/index.html");
});
afterAll(() => world.close());

const isOpen = async (): Promise<boolean> => "status" in (await callFrom(page, WANTED));
const declared = () => popup.getByLabel("What you work on");
const toolbarSays = (words: string): Promise<number> =>
  until(`the toolbar says ${words}`, async () => (await world.toolbar(context)).includes(words));

/** Waits for the record of a permitted call with this purpose. Records of calls before it may still come. */
const permitIsRecorded = (purpose: string): Promise<number> =>
  until("the decision is in the journal", async () =>
    (await world.agent.journal()).some(
      (row: JournalRow & { readonly purpose?: unknown }) =>
        row.kind === "decision" &&
        row.host === "api.openai.com" &&
        row.effect === "permit" &&
        row.purpose === purpose,
    ),
  );

/** Runs in the extension's worker: moves the declaration's beginning and end back, as if time had passed. */
async function age(milliseconds: number): Promise<void> {
  const { storage } = (
    globalThis as unknown as {
      chrome: {
        storage: {
          session: {
            get(key: string): Promise<Record<string, { since: number; until: number }>>;
            set(values: object): Promise<void>;
          };
        };
      };
    }
  ).chrome;
  const kept = (await storage.session.get("purpose"))["purpose"];
  if (kept === undefined) throw new Error("Nothing is declared.");
  const { since, until: end } = kept;
  await storage.session.set({
    purpose: { ...kept, since: since - milliseconds, until: end - milliseconds },
  });
}

describe("a purpose that is declared in the popup", () => {
  test("opens what wants it for the next call of an open tab, is seen on the toolbar, and is recorded", async () => {
    // Nothing is declared: what a rule asks for is unknown, and a forbid counts (P5).
    expect(await isOpen()).toBe(false);
    await declared().selectOption("Incident review");
    await toolbarSays("You work on: Incident review, until ");
    expect(await isOpen()).toBe(true);
    await permitIsRecorded("incident-review");
    await popup.getByText("Each record of a call names it.").waitFor();

    await declared().selectOption("Product work");
    await toolbarSays("You work on: Product work");
    expect(await isOpen()).toBe(false);
  });

  test("is never declared by a page, through whatever a page can reach", async () => {
    await declared().selectOption("Nothing declared");
    await until("nothing is declared", async () => !(await world.toolbar(context)).includes("You work on"));
    await page.evaluate((id) => {
      const message = { type: "declare_purpose", purpose: "incident-review" };
      window.postMessage(message, "*");
      const { chrome } = globalThis as unknown as {
        chrome?: { runtime?: { sendMessage?: (...given: unknown[]) => unknown } };
      };
      try {
        chrome?.runtime?.sendMessage?.(id, message);
      } catch {
        // Pages have no way to an extension that does not ask for it.
      }
    }, world.extension.id);
    expect(await isOpen()).toBe(false);
    expect(await world.toolbar(context)).not.toContain("You work on");
  });

  test("survives the worker, and ends by itself when its time is over", async () => {
    await declared().selectOption("Incident review");
    await toolbarSays("Incident review");
    await stopWorkers(page);
    await until("the call passes again", isOpen);
    await toolbarSays("Incident review");

    const worker = await serviceWorker(context, world.extension.id);
    const left = 15_000;
    await worker.evaluate(age, 7_200_000 - left);
    await stopWorkers(page);
    await until("the call passes in the last seconds", isOpen);
    await until("the toolbar says nothing of it any more", async () => {
      const title = await world.toolbar(context);
      return title.startsWith("Lanyard: protected") && !title.includes("Incident review");
    });
    expect(await isOpen()).toBe(false);
    expect(await declared().inputValue()).toBe("");
  });

  test("is gone when somebody else is here, and does not come back with the first", async () => {
    await declared().selectOption("Incident review");
    await toolbarSays("Incident review");
    const people = join(world.folder, "people.yaml");
    const config = join(world.folder, "agent.yaml");
    await cp(people, `${people}.before`);
    const first = await readFile(config, "utf8");
    const other =
      "  - { id: other@example.com, name: Somebody Else, groups: [engineering], level: controlled }\n";
    await appendFile(people, other);
    await writeFile(config, first.replace("engineer-17@example.com", "other@example.com"));
    await popup.getByText("Somebody Else").waitFor();
    expect(await isOpen()).toBe(false);
    expect(await declared().inputValue()).toBe("");
    await writeFile(config, first);
    await popup.getByText("Engineer Seventeen").waitFor();
    expect(await isOpen()).toBe(false);
    expect(await declared().inputValue()).toBe("");
  });
});

test("a license that a call was permitted under is in the journal with its number", async () => {
  const license =
    "licenses:\n  - { id: partners, number: D1234567, authority: BIS, models: [anthropic/mythos-5], holder: { organizations: [Example Corp] } }\n";
  await appendFile(join(world.folder, "policy/policy.yaml"), license);
  await until(
    "the license opens the model",
    async () => "status" in (await callFrom(page, messageCall("mythos-5"))),
  );
  await until("its number is in the journal", async () =>
    (await world.agent.journal()).some(({ licenses }) =>
      licenses?.some(
        ({ number, authority, holder }) => `${number} ${authority} ${holder}` === "D1234567 BIS Example Corp",
      ),
    ),
  );
});
