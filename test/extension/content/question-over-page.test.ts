import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { QUESTIONS, WARNING } from "../question-states.ts";
import { NOTICE } from "../states.ts";
import { OverPage, type ScriptedPage } from "./over-page.ts";

/* The built content script in a real browser. It is there before the page, as the browser puts it; the keyboard stands
   for the person, scripts of the page for the page. */

let over: OverPage;
let scripted: ScriptedPage;
let page: Page;

beforeAll(async () => {
  over = await OverPage.open();
});
afterAll(() => over.close());
beforeEach(async () => {
  scripted = await over.page(700);
  ({ page } = scripted);
  await page.focus("textarea");
});
afterEach(() => scripted.leave());

const send = (message: unknown): Promise<void> => scripted.send(message);
const named = (role: string): Promise<readonly string[]> => scripted.named(role);
const heard = (): Promise<readonly unknown[]> => page.evaluate(() => fakeWorker.heard);
const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName);

/** Asks, and waits until the buttons count. */
async function ask(question: unknown): Promise<void> {
  await send(question);
  const ready = await page.evaluate(() => performance.now() + 550);
  await page.waitForFunction((when) => performance.now() > when, ready);
}

/** The person's keys: so many stops on, then the key. */
async function tabTo(stops: number, key: string): Promise<void> {
  for (let n = 0; n < stops; n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press(key);
}

describe("a question over a page", () => {
  test("takes the focus into a dialog with its name, and gives it back", async () => {
    await ask(WARNING);
    expect(await named("alertdialog")).toEqual(["Read this before it goes to GPT-5.5"]);
    expect(await focused()).toBe("DIV");
    await page.keyboard.press("Escape");
    expect(await named("alertdialog")).toEqual([]);
    expect(await focused()).toBe("TEXTAREA");
    expect(await heard()).toEqual([
      { type: "answer", id: WARNING.id, go: false, reason: null, purpose: null },
    ]);
    expect(await page.inputValue("textarea")).toContain("Find the flaw");
  });

  test("is answered by keys alone: close, do not send, send", async () => {
    await ask(WARNING);
    await tabTo(3, "Enter");
    expect(await heard()).toMatchObject([{ go: true }]);
    expect(await focused()).toBe("TEXTAREA");
  });

  test("takes no key in its first moments: whoever was typing meant the page", async () => {
    await send(WARNING);
    await tabTo(3, "Enter");
    expect(await heard()).toEqual([]);
    expect(await named("alertdialog")).toHaveLength(1);
  });

  test("is not answered by anything that the page makes up", async () => {
    await ask(WARNING);
    await page.evaluate(() => {
      const host = document.documentElement.lastElementChild;
      for (const type of ["click", "pointerdown", "pointerup", "submit"])
        host?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
      for (const key of ["Escape", "Enter", "Tab", " "])
        for (const target of [host, document, window])
          target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
      (host as HTMLElement).click();
    });
    expect(await heard()).toEqual([]);
    expect(await named("alertdialog")).toHaveLength(1);
  });

  test("asks for purpose and reason, says what is missing beside the field, and tells both", async () => {
    await ask(QUESTIONS["justify"]);
    expect(await named("dialog")).toEqual(["Gemini 3 Pro asks for a reason"]);
    expect(await named("radio")).toEqual([
      "Product work",
      "Incident review",
      "Research",
      "The incident of Tuesday",
      "A question of a customer",
      "In my own words",
    ]);
    await tabTo(4, "Enter");
    expect(await heard()).toEqual([]);
    expect(await named("StaticText")).toEqual(
      expect.arrayContaining(["Choose what it is for.", "Choose a reason."]),
    );
  });

  test("tells the reason that was typed, and the page does not read along", async () => {
    await page.evaluate(() => {
      const read: string[] = [];
      Reflect.set(globalThis, "read", read);
      const types = ["keydown", "keyup", "beforeinput", "input", "paste", "keypress", "change"];
      for (const type of types) {
        for (const target of [window, document, document.documentElement])
          target.addEventListener(
            type,
            (event) => read.push(`${event.type} ${Reflect.get(event, "key")}`),
            true,
          );
      }
    });
    await ask({ ...QUESTIONS["justify"], purposes: [], reasons: [] });
    await tabTo(2, "T");
    await page.keyboard.type("he incident");
    await tabTo(1, "Enter");
    expect(await heard()).toMatchObject([{ go: true, reason: "The incident", purpose: null }]);
    expect(await page.evaluate(() => Reflect.get(globalThis, "read") as unknown)).toEqual([]);
  });

  test("shows exactly what will be sent, and the page finds none of it", async () => {
    await ask(QUESTIONS["redacted"]);
    expect(await named("dialog")).toEqual(["3 details are replaced before this is sent"]);
    expect(await named("StaticText")).toEqual(expect.arrayContaining(["[IBAN]", "[email address]"]));
    expect(
      await page.evaluate(() => document.documentElement.outerHTML + document.documentElement.innerText),
    ).not.toContain("IBAN");
    await tabTo(3, "Enter");
    expect(await heard()).toMatchObject([{ go: true }]);
  });

  test("counts down, says so at 60 and at 10 seconds, and then is gone without an answer", async () => {
    await page.clock.install({ time: NOTICE.time });
    await send({ ...WARNING, hold: 62_000 });
    expect(await named("status")).toHaveLength(1);
    const told = async (): Promise<string> =>
      (await named("StaticText")).filter((text) => text.startsWith("Held")).join();
    expect(await told()).toBe("");
    await page.clock.runFor(2_000);
    expect(await told()).toBe("Held for 1:00 more, then it is not sent");
    await page.clock.runFor(50_000);
    expect(await told()).toBe("Held for 0:10 more, then it is not sent");
    await page.clock.runFor(10_000);
    expect(await named("alertdialog")).toEqual([]);
    expect(await heard()).toEqual([]);
    expect(await focused()).toBe("TEXTAREA");
  });

  test("goes when the worker takes it back, and not for another's sake", async () => {
    await ask(WARNING);
    await send({ type: "withdrawn", id: "another" });
    expect(await named("alertdialog")).toHaveLength(1);
    await send({ type: "withdrawn", id: WARNING.id });
    expect(await named("alertdialog")).toEqual([]);
    expect(await heard()).toEqual([]);
  });
});
