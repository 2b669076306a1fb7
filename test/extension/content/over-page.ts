import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, CDPSession, Page } from "playwright";
import { expect } from "vitest";
import { buildScreens, serveScreens } from "../built-screens.ts";
import { launchChromium } from "../chromium.ts";
import { openScreen } from "../open-screen.ts";

/**
 * The built content script in a real browser, over pages that are somebody else's. The accessibility tree, which sees into
 * closed roots, stands for the person's eyes; scripts of the page stand for the page.
 */
export class OverPage {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #end: () => Promise<void>;

  private constructor(browser: Browser, origin: string, end: () => Promise<void>) {
    this.#browser = browser;
    this.#origin = origin;
    this.#end = end;
  }

  static async open(): Promise<OverPage> {
    const ended = new AbortController();
    const folder = await mkdtemp(join(tmpdir(), "lanyard-over-"));
    await buildScreens(folder);
    const origin = await serveScreens(folder, ended.signal);
    const browser = await launchChromium(ended.signal);
    return new OverPage(browser, origin, async () => {
      ended.abort();
      await rm(folder, { recursive: true });
    });
  }

  /** A page of this height with the script in it. */
  async page(height: number): Promise<ScriptedPage> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height } });
    const { page, complaints } = await openScreen(context, `${this.#origin}/chat`);
    const devtools = await context.newCDPSession(page);
    await page.addScriptTag({ url: "/notice.js" });
    return new ScriptedPage(page, devtools, complaints);
  }

  close(): Promise<void> {
    return this.#end();
  }
}

/** One page with the script in it. */
export class ScriptedPage {
  readonly page: Page;
  readonly #devtools: CDPSession;
  readonly #complaints: readonly string[];

  constructor(page: Page, devtools: CDPSession, complaints: readonly string[]) {
    this.page = page;
    this.#devtools = devtools;
    this.#complaints = complaints;
  }

  /** The worker sends the script a message. */
  send(message: unknown): Promise<void> {
    return this.page.evaluate((one) => fakeWorker.send(one), message);
  }

  /** Names of everything with this role, as a screen reader has them. */
  async named(role: string): Promise<readonly string[]> {
    const { nodes } = await this.#devtools.send("Accessibility.getFullAXTree");
    return nodes
      .filter((node) => !node.ignored && node.role?.value === role)
      .map((node) => String(node.name?.value));
  }

  /** Closes the page, which must have had nothing to complain of. */
  async leave(): Promise<void> {
    expect(this.#complaints).toEqual([]);
    await this.page.context().close();
  }
}
