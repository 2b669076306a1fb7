import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { closedText } from "../closed-roots.ts";
import { World } from "../world.ts";
import type { DrivenPage, DrivenWorld, Opening } from "./driven.ts";

/** A tab of Chromium. */
class ChromiumPage implements DrivenPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async goto(url: string): Promise<void> {
    await this.#page.goto(url);
  }

  async evaluate<A, R>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    return (await this.evaluateText(String(run), argument)) as R;
  }

  evaluateText(functionText: string, argument?: unknown): Promise<unknown> {
    return this.#page.evaluate<unknown>(`(${functionText})(${JSON.stringify(argument)})`);
  }

  async press(key: string): Promise<void> {
    await this.#page.bringToFront();
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  async choose(selector: string, file: string): Promise<void> {
    await this.#page.setInputFiles(selector, file);
  }

  closedText(): Promise<string> {
    return closedText(this.#page);
  }

  async close(): Promise<void> {
    await this.#page.close();
  }
}

/** Has a call over WebRTC find this machine. */
const SELF = ["--disable-features=WebRtcHideLocalIpsWithMdns", "--allow-loopback-in-peer-connection"];

/** Opens a world with a Chromium whose extension is ready. */
export async function openChromium({
  pause = 0,
  policy,
  callsItself = false,
}: Opening = {}): Promise<DrivenWorld> {
  const world = await World.open({ pause });
  if (policy !== undefined) await writeFile(join(world.folder, "policy/more.yaml"), policy);
  await world.agent.start();
  return drivenChromium(
    world,
    await world.launchReady("unpacked", "driven", callsItself ? { args: SELF } : {}),
  );
}

/** A world and its Chromium as every browser's are seen. */
export function drivenChromium(world: World, context: BrowserContext): DrivenWorld {
  return {
    fakes: world.fakes,
    agent: world.agent,
    folder: world.folder,
    newPage: async (url) => {
      const page = await context.newPage();
      await page.goto(url);
      return new ChromiumPage(page);
    },
    toolbar: () => world.toolbar(context),
    changePolicy: (from, to) => world.changePolicy(from, to),
    close: () => world.close(),
  };
}
