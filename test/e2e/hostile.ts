import type { BrowserContext, CDPSession } from "playwright";
import { expect } from "vitest";
import { chatCall } from "./calls.ts";
import { World } from "./world.ts";

export const CHAT = "https://api.openai.com/v1/chat/completions";
export const REALTIME = "wss://api.openai.com/v1/realtime?model=gpt-5.5";
export const FORBIDDEN = chatCall(CHAT, "gpt-5.6-sol").body;
export const ALLOWED = chatCall(CHAT, "gpt-5.5").body;

/** Words of the person, their clearance and the policy, the extension's address, and what is said between hook and worker. */
const SECRET =
  /clearance|engineer-17|Engineer Seventeen|engineering|Example Corp|"?level"?:|controlled|everyday-models|sol-by-listing|revision|chrome-extension|"verdict"|"wanted"|"inspect"/;

/** A governed page that works against its hook (`../fake/page/hostile.html`), in a browser with the extension. */
export class HostilePage {
  readonly world: World;
  readonly context: BrowserContext;
  readonly #session: CDPSession;

  private constructor(world: World, context: BrowserContext, session: CDPSession) {
    this.world = world;
    this.context = context;
    this.#session = session;
  }

  static async open(): Promise<HostilePage> {
    const world = await World.open();
    await world.agent.start();
    const context = await world.launchReady("unpacked");
    const page = await context.newPage();
    return new HostilePage(world, context, await context.newCDPSession(page));
  }

  /** Loads the page anew; what arrived before is forgotten. */
  async load(): Promise<void> {
    const [, page] = this.context.pages();
    await page?.goto("https://chatgpt.com/stand-in/hostile.html");
    this.world.fakes.forget();
  }

  /** Runs a function in the page by the protocol alone: Playwright's own script would not survive there. */
  async run<A, R>(work: (given: A) => R, given?: A): Promise<Awaited<R>> {
    const expression = `(async () => hostile.stringify((await (${work.toString()})(${JSON.stringify(given ?? null)})) ?? null))()`;
    const { result, exceptionDetails } = await this.#session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return JSON.parse(String(result.value)) as Awaited<R>;
  }

  /** What of the forbidden model reached the service. */
  arrived(): string[] {
    return this.world.fakes
      .received({ method: "POST" })
      .map(({ text }) => text)
      .filter((text) => text.includes("gpt-5.6-sol"));
  }

  /** What reached the service over sockets. */
  frames(): string[] {
    return this.world.fakes.sockets("api.openai.com").flatMap(({ frames }) => frames.map(String));
  }

  /** What the page got hold of that is none of its business: in calls, messages, errors, the document and what browsers list. */
  async leaked(): Promise<string[]> {
    const { seen, heard } = await this.run(() => hostile.take());
    expect(seen.length).toBeGreaterThan(0); // of the page's own doing
    expect(heard.filter((text) => text.includes('"resource"')).length).toBeGreaterThan(0);
    return [...new Set([...seen, ...heard].filter((text) => SECRET.test(text) || /\bwhy\b.*"n"/.test(text)))];
  }
}

/** What the hostile page keeps. */
declare const hostile: {
  readonly take: () => { readonly seen: string[]; readonly heard: string[] };
  readonly stringify: typeof JSON.stringify;
};
