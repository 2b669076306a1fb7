import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Bidi } from "./bidi.ts";
import { FirefoxTab } from "./firefox-tab.ts";

interface Tree {
  readonly contexts: readonly {
    readonly context: string;
    readonly url: string;
    readonly originalOpener: string | null;
  }[];
}

/** A Firefox that runs, with an extension whose pages are at `origin`. */
export class Firefox {
  /** `moz-extension://…`, without a slash at the end. */
  readonly origin: string;
  readonly #bidi: Bidi;
  readonly #process: ChildProcess;
  /** Its id. */
  readonly extension: string;

  constructor(
    bidi: Bidi,
    process: ChildProcess,
    extension: { readonly id: string; readonly origin: string },
  ) {
    this.#bidi = bidi;
    this.#process = process;
    this.extension = extension.id;
    this.origin = extension.origin;
  }

  async newTab(url?: string, { background = false } = {}): Promise<FirefoxTab> {
    const wanted = { type: "tab", background };
    const { context } = (await this.#bidi.send("browsingContext.create", wanted)) as { context: string };
    const tab = new FirefoxTab(this.#bidi, context);
    if (url !== undefined) await tab.goto(url);
    return tab;
  }

  /** A tab in a private window of its own. */
  async newPrivateTab(): Promise<FirefoxTab> {
    const before = new Set(await this.#tabs());
    await this.inBrowser(`async () => {
      const opened = OpenBrowserWindow({ private: true });
      await new Promise((done) => opened.addEventListener("load", done, { once: true }));
    }`);
    for (;;) {
      const made = (await this.#tabs()).find((id) => !before.has(id));
      const tab = made === undefined ? null : new FirefoxTab(this.#bidi, made);
      // Its own first page must be there, or it would end the one that is asked for next.
      if ((await tab?.state()) === "about:privatebrowsing complete" && tab !== null) return tab;
      await pause(20);
    }
  }

  /** The tabs and windows that this tab has opened, itself or by another. */
  async openedBy({ id }: FirefoxTab): Promise<readonly FirefoxTab[]> {
    const { contexts } = await this.#tree({ maxDepth: 0 });
    const tabs = contexts
      .filter(({ originalOpener }) => originalOpener === id)
      .map(({ context }) => new FirefoxTab(this.#bidi, context));
    return [...tabs, ...(await Promise.all(tabs.map((tab) => this.openedBy(tab)))).flat()];
  }

  /** The tab that shows an address which begins so; null where none does. */
  async tabAt(url: string): Promise<FirefoxTab | null> {
    const found = (await this.#tree({ maxDepth: 0 })).contexts.find((one) => one.url.startsWith(url));
    return found === undefined ? null : new FirefoxTab(this.#bidi, found.context);
  }

  /** Runs a function, given as text, with the browser's own rights in its first window. */
  async inBrowser(functionText: string, argument: unknown = null): Promise<unknown> {
    const [window] = (await this.#tree({ "moz:scope": "chrome" })).contexts;
    if (window === undefined) throw new Error("Firefox has no window.");
    return new FirefoxTab(this.#bidi, window.context).evaluateText(functionText, argument);
  }

  /** The title of the extension's toolbar button; empty while the extension is not there. */
  async toolbar(): Promise<string> {
    return (await this.inBrowser(
      `(id) => {
        const extension = WebExtensionPolicy.getByID(id)?.extension;
        if (extension === undefined) return "";
        const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        return ExtensionParent.apiManager.global.browserActionFor?.(extension)?.action.globals.title ?? "";
      }`,
      this.extension,
    )) as string;
  }

  /** Stops the extension's event page as going idle does; says what state it is in then. */
  async stopBackground(): Promise<string> {
    return (await this.inBrowser(
      `async (id) => {
        const { extension } = WebExtensionPolicy.getByID(id);
        await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
        return extension.backgroundState;
      }`,
      this.extension,
    )) as string;
  }

  /** `running`, `stopped`, `starting`, `suspending`; null while the extension is not there. */
  async backgroundState(): Promise<string | null> {
    return (await this.inBrowser(
      "(id) => WebExtensionPolicy.getByID(id)?.extension.backgroundState ?? null",
      this.extension,
    )) as string | null;
  }

  /** The process id of the browser itself. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    await this.#bidi.send("browser.close", {}).catch(() => this.#process.kill("SIGKILL"));
    await ended;
  }

  async #tabs(): Promise<readonly string[]> {
    return (await this.#tree({})).contexts.map(({ context }) => context);
  }

  async #tree(params: object): Promise<Tree> {
    return (await this.#bidi.send("browsingContext.getTree", params)) as Tree;
  }
}
