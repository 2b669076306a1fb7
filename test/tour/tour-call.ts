import type { BrowserContext, Page } from "playwright";
import type { SdkCall } from "../e2e/pages/question.ts";

/** What becomes of a call. */
export type Effect = "permit" | "deny";

/** What the sample policy promises for a call: one effect for each of the four days. */
export type Promised = readonly [Effect, Effect, Effect, Effect];

/** The same promise on every day. */
export function always(effect: Effect): Promised {
  return [effect, effect, effect, effect];
}

/** One call that the tour makes, and what the sample policy promises for it. */
export interface TourCall {
  /** Where from and how, in words. */
  readonly call: string;
  /** The model in words. */
  readonly model: string;
  /** The host that the call goes to. */
  readonly host: string;
  readonly promised: Promised;
  /** Makes the call in a page; true where the page got an answer. */
  make(page: Page): Promise<boolean>;
  /** The page it is made from. */
  readonly from: string;
}

const PROMPT = "What is the capital of France?";

/** A message sent by hand in a web app's chat page: choose, type, Enter. `value` is the model as the picker has it. */
export function inApp(host: string, value: string, model: string, promised: Promised): TourCall {
  return {
    call: host,
    model,
    host,
    promised,
    from: `https://${host}/`,
    make: async (page) => {
      await page.locator("#model").selectOption(value);
      const answers = page.locator('article[data-from="app"]');
      const before = await answers.count();
      await page.locator("#prompt").fill(PROMPT);
      await page.locator("#prompt").press("Enter");
      const answer = answers.nth(before);
      await answer.and(page.locator('[data-state="done"], [data-state="failed"]')).waitFor();
      return (await answer.getAttribute("data-state")) === "done";
    },
  };
}

/** A question put through a vendor's own SDK, streamed. */
export function bySdk(sdk: SdkCall, host: string, model: string, promised: Promised): TourCall {
  return {
    call: `SDK ${sdk}`,
    model,
    host,
    promised,
    from: "https://sdk.example/",
    make: async (page) => {
      const question = { sdk, model, stream: true, prompt: PROMPT };
      return "text" in (await page.evaluate(async (asked) => window.ask(asked.sdk, asked), question));
    },
  };
}

/** A button of the intranet page. */
export function byButton(
  id: string,
  call: string,
  model: string,
  host: string,
  promised: Promised,
): TourCall {
  return {
    call,
    model,
    host,
    promised,
    from: "https://intranet.example/",
    make: async (page) => {
      await page.locator(`button[data-call="${id}"]`).click();
      const outcome = page.locator("#outcome");
      await outcome.and(page.locator('[data-state="answered"], [data-state="failed"]')).waitFor();
      return (await outcome.getAttribute("data-state")) === "answered";
    },
  };
}

/** The page a call is made from: the one that is open there already, or a new one. */
export async function pageAt(context: BrowserContext, address: string): Promise<Page> {
  const open = context.pages().find((page) => page.url() === address);
  if (open !== undefined) return open;
  const page = await context.newPage();
  await page.goto(address);
  return page;
}
