import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { NOTICE, UNNAMED } from "../states.ts";
import { OverPage, type ScriptedPage } from "./over-page.ts";

/* The built content script in a real browser, over a page that is somebody else's. The accessibility tree, which
   sees into closed roots, stands for the person; scripts of the page stand for the page. */

let over: OverPage;
let scripted: ScriptedPage;
let page: Page;

beforeAll(async () => {
  over = await OverPage.open();
});
afterAll(() => over.close());
beforeEach(async () => {
  scripted = await over.page(600);
  ({ page } = scripted);
});
afterEach(() => scripted.leave());

const send = (message: unknown): Promise<void> => scripted.send(message);
const named = (role: string): Promise<readonly string[]> => scripted.named(role);

async function alerts(): Promise<readonly string[]> {
  return named("alert");
}

const HEADLINE = "Mythos 5 needs a license, and you don’t have one";
/** Where the middle of the notice stands on this page. */
const MIDDLE = { x: 1_070, y: 420 };

/** What the page finds where the notice is: the host, or whatever covers it. */
const atMiddle = (): Promise<string> =>
  page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.getAttribute("popover") ?? "the page", MIDDLE);

/** Lets the page draw this often: what is mended at once is mended then, what waits for a timer is not. */
const frames = (count: number): Promise<void> =>
  page.evaluate(async (left) => {
    for (let n = 0; n < left; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);

describe("a notice over a page", () => {
  test("is read out, and leaves the focus in the composer", async () => {
    await send(NOTICE);
    await expect.poll(alerts).toEqual([HEADLINE]);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  });

  test("does not cover the composer", async () => {
    await send(NOTICE);
    await expect.poll(atMiddle).toBe("manual");
    const covered = await page.evaluate(() => {
      const box = document.querySelector("textarea")?.getBoundingClientRect();
      return box && document.elementFromPoint(box.right - 20, box.top + 2)?.tagName;
    });
    expect(covered).toBe("TEXTAREA");
  });

  test("shows nothing that the page can read: no text, no name, no attribute but that it floats", async () => {
    await send(NOTICE);
    await expect.poll(alerts).toHaveLength(1);
    const seen = await page.evaluate(() => {
      const host = document.documentElement.lastElementChild;
      return {
        html: host?.outerHTML,
        root: host?.shadowRoot ?? null,
        text: document.documentElement.innerText,
      };
    });
    expect(seen.html).toBe('<div popover="manual"></div>');
    expect(seen.root).toBeNull();
    expect(seen.text).not.toContain("Mythos");
  });

  test("closes with Esc of the person, but not with one that the page makes up", async () => {
    await send(NOTICE);
    await expect.poll(alerts).toHaveLength(1);
    await page.evaluate(() => {
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    });
    expect(await alerts()).toHaveLength(1);
    await page.keyboard.press("Escape");
    await expect.poll(alerts).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lastElementChild?.tagName)).toBe("BODY");
  });

  test("is one notice with a count for the same model, and another one for another", async () => {
    await send(NOTICE);
    await send({ ...NOTICE, time: NOTICE.time + 1_000 });
    await expect.poll(() => named("StaticText")).toContain("Stopped 2 times.");
    expect(await alerts()).toHaveLength(1);
    await send(UNNAMED);
    await expect.poll(alerts).toEqual(["Choose a model by its name"]);
  });

  test("is not shown for a message that is no notice", async () => {
    await send({ type: "notice", id: "x" });
    await send("Mythos 5");
    await send({ ...NOTICE, alternative: { model: "x", name: "x", home: "javascript:alert(1)" } });
    expect(await alerts()).toEqual([]);
  });

  test("is shown once by a script that was injected twice", async () => {
    await page.addScriptTag({ url: "/notice.js?again" });
    await send(NOTICE);
    await expect.poll(alerts).toEqual([HEADLINE]);
    expect(await page.evaluate(() => document.querySelectorAll("[popover]").length)).toBe(1);
  });
});

describe("a page that does not want the notice seen", () => {
  beforeEach(async () => {
    await send(NOTICE);
    await expect.poll(atMiddle).toBe("manual");
  });

  test.each([
    ["removes it", () => document.querySelector("[popover]")?.remove()],
    ["hides its popover", () => document.querySelector<HTMLElement>("[popover]")?.hidePopover()],
    ["takes its attributes away", () => document.querySelector("[popover]")?.removeAttribute("popover")],
    ["makes it inert", () => document.querySelector("[popover]")?.setAttribute("inert", "")],
    [
      "makes it an automatic popover",
      () => document.querySelector("[popover]")?.setAttribute("popover", "auto"),
    ],
    ["moves it into its body", () => document.body.append(document.querySelector("[popover]") ?? "")],
    ["replaces its body", () => (document.body = document.createElement("body"))],
    ["replaces its root", () => document.documentElement.replaceWith(document.createElement("html"))],
  ])("%s, and it is back within three frames", async (_, attack: () => unknown) => {
    await page.evaluate(attack);
    await frames(3);
    expect(await atMiddle()).toBe("manual");
    const floats = await page.evaluate(() => {
      const host = document.querySelector("[popover]");
      return [host?.matches(":popover-open"), host?.getAttributeNames()];
    });
    expect(floats).toEqual([true, ["popover"]]);
    await expect.poll(alerts).toEqual([HEADLINE]);
  });

  test("styles it away, and it stays as it is", async () => {
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { --surface: transparent !important; }
        [popover] { display: none !important; opacity: 0 !important; transform: scale(0) !important; clip-path: inset(50%) !important;
          visibility: hidden !important; pointer-events: none !important; inset: auto 0 -900px auto !important; }`);
      document.adoptedStyleSheets = [sheet];
    });
    expect(await atMiddle()).toBe("manual");
    const look = await page.evaluate(() => {
      const { opacity, visibility, transform, clipPath } = getComputedStyle(
        document.querySelector("[popover]") ?? document.body,
      );
      return { opacity, visibility, transform, clipPath };
    });
    expect(look).toEqual({ opacity: "1", visibility: "visible", transform: "none", clipPath: "none" });
  });

  test("stacks its own over everything, and it is still on top", async () => {
    await page.evaluate(() => {
      const cover = document.createElement("p");
      cover.style.cssText = "position: fixed; inset: 0; margin: 0; z-index: 2147483647; background: red";
      document.body.append(cover);
    });
    expect(await atMiddle()).toBe("manual");
  });

  test("removes it in a loop, and the page still answers while it comes back within a second", async () => {
    const removed = await page.evaluate(async () => {
      let count = 0;
      const observer = new MutationObserver(() => {
        const host = document.querySelector("[popover]");
        if (host === null) return;
        count += 1;
        host.remove();
      });
      observer.observe(document.documentElement, { childList: true });
      document.querySelector("[popover]")?.remove();
      await new Promise((resolve) => {
        setTimeout(resolve, 1_500);
      });
      observer.disconnect();
      return count;
    });
    expect(removed).toBeGreaterThan(0);
    expect(removed).toBeLessThanOrEqual(8);
    await vi.waitFor(async () => expect(await atMiddle()).toBe("manual"), { timeout: 3_000 });
  });
});
