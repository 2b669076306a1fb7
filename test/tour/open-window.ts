import type { BrowserContext, Page } from "playwright";
import { LETTER } from "./days.ts";
import { beginDay } from "./organization.ts";
import { say } from "./say.ts";
import type { Stage } from "./stage.ts";

const APPS = ["https://chatgpt.com/", "https://claude.ai/", "https://gemini.google.com/"];

/** Opens the start page in a window, on the evening of 12 June, and waits until the person closes it. */
export async function openWindow({ context, organization }: Stage): Promise<void> {
  await beginDay(organization, LETTER);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto("https://start.example/");
  say("\nThe window is yours. You are Engineer 17 of Example Corp; the start page says what to try.");
  say(`The policy is in ${organization.policy}: what you change there holds for the next call.`);
  say("Close the window, or press Ctrl-C here, to end everything.");
  await windowsClosed(context);
}

/** Settles when the browser has ended, or runs on without a window, as it does on a Mac. */
async function windowsClosed(context: BrowserContext): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (context.pages().length === 0) resolve();
  };
  const watch = (page: Page) => page.on("close", look);
  context.pages().forEach(watch);
  context.on("page", watch);
  context.on("close", () => resolve());
  return promise;
}

/** Opens the real web apps without a window and says what came; nothing is sent to them. */
export async function openLive({ context }: Stage): Promise<void> {
  say("\nLive: these are the real services. The tour opens their pages and sends them nothing.");
  for (const address of APPS) {
    const page = await context.newPage();
    const outcome = await page.goto(address, { waitUntil: "domcontentloaded" }).then(
      async (reply) => `answered ${reply?.status() ?? "nothing"}, "${await page.title()}"`,
      (cause: unknown) => `could not be opened: ${String(cause).split("\n")[0]}`,
    );
    say(`${address} ${outcome}`);
    await page.close();
  }
}
