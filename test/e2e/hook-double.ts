import type { BrowserContext, Page } from "playwright";
import { hookScript } from "../browser/hook-script.ts";
import { launch } from "../browser/launch.ts";
import type { FakeServices } from "../fake/server.ts";
import { World } from "./world.ts";
import type { FromHook, ToHook } from "../../shared/wire/page.ts";
import { HANDOVER } from "../../shared/wire/page-names.ts";

/** Stands in the page for content script and worker: keeps what the hook says, and answers as a test wants. */
export interface Double {
  readonly said: FromHook[];
  /** Answers by the type of a message; without one, nothing is answered. */
  readonly answers: Partial<Record<FromHook["type"], (message: FromHook) => ToHook | null>>;
  readonly tell: (message: ToHook) => void;
}

/** A browser without the extension, whose pages have the hook and, in place of all behind it, a double. */
export class Hooked {
  readonly #world: World;
  readonly #context: BrowserContext;
  readonly #script: string;
  page: Page;

  private constructor(world: World, context: BrowserContext, script: string, page: Page) {
    this.#world = world;
    this.#context = context;
    this.#script = script;
    this.page = page;
  }

  static async open(): Promise<Hooked> {
    const world = await World.open();
    const context = world.keep(await launch(world.launchOptions("hooked"), []));
    return new Hooked(world, context, await hookScript(true), await context.newPage());
  }

  get fakes(): FakeServices {
    return this.#world.fakes;
  }

  /** A new page on a governed host, with double and hook before its first script. */
  async newPage(): Promise<void> {
    await this.page.close();
    this.page = await this.#context.newPage();
    await this.page.addInitScript(doubleInPage, HANDOVER);
    await this.page.addInitScript(this.#script);
    await this.page.goto("https://chatgpt.com/");
    this.fakes.forget();
  }

  close(): Promise<void> {
    return this.#world.close();
  }
}

/** Runs in the page. */
function doubleInPage(handover: string): void {
  addEventListener(
    handover,
    (event) => {
      event.preventDefault();
      const port = (event as MessageEvent).ports[0] as MessagePort;
      const double: Double = { said: [], answers: {}, tell: (message) => port.postMessage(message) };
      port.addEventListener("message", ({ data }: MessageEvent<FromHook>) => {
        if (data.type === "nonces") return; // said ahead of time, and answered by nobody
        double.said.push(data);
        const answer = double.answers[data.type]?.(data) ?? null;
        if (answer !== null) port.postMessage(answer);
      });
      port.start();
      Object.defineProperty(globalThis, "double", { value: double });
    },
    { once: true },
  );
}
