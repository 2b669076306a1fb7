import type { FakeServices } from "../../fake/server.ts";
import type { AgentProcess } from "../agent-process.ts";
import { until } from "../until.ts";

/** A page of any browser with a person before it: what they press and choose counts as theirs. */
export interface DrivenPage {
  goto(url: string): Promise<void>;
  /** Runs a function in the page; argument and result travel as JSON. */
  evaluate<A, R>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  /** Runs a function that is given as text. */
  evaluateText(functionText: string, argument?: unknown): Promise<unknown>;
  /** Presses a key, named as in `KeyboardEvent.key`; the page is in front then. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Chooses a file of the disk in the input that the selector finds. */
  choose(selector: string, file: string): Promise<void>;
  /** The text in the closed shadow roots of the page. */
  closedText(): Promise<string>;
  close(): Promise<void>;
}

/** A browser with the extension, and all that stands behind it; the same for every browser. */
export interface DrivenWorld {
  readonly fakes: FakeServices;
  readonly agent: AgentProcess;
  readonly folder: string;
  newPage(url: string): Promise<DrivenPage>;
  /** The title of the extension's toolbar button. */
  toolbar(): Promise<string>;
  changePolicy(from: string, to: string): Promise<void>;
  close(): Promise<void>;
}

/** What a world is opened with. */
export interface Opening {
  /** Milliseconds before the answer to a POST, and between the pieces of a streamed one. */
  readonly pause?: number;
  /** One more file of the policy. */
  readonly policy?: string;
  /** Both ends of a call over WebRTC are on this machine, which may have no other network. */
  readonly callsItself?: boolean;
}

/** Waits until a script finds the page as it is wanted. */
export function untilIn(page: DrivenPage, what: string, isSo: () => boolean): Promise<number> {
  return until(what, async () => (await page.evaluateText(String(isSo)).catch(() => false)) === true);
}

/** Types into the composer of a web app's stand-in, and sends. */
export async function write(page: DrivenPage, model: string, prompt: string): Promise<void> {
  await page.evaluate(
    (wanted) => {
      for (const [id, value] of Object.entries(wanted)) {
        const field = document.querySelector<HTMLInputElement>(`#${id}`);
        if (field !== null) field.value = value;
        field?.focus();
      }
    },
    { model, prompt },
  );
  await page.press("Enter");
}

/** Runs in the page: the state of its newest answer. */
const newestAnswer = "() => document.querySelector('article[data-from=app]:last-of-type')?.dataset.state";

/** Waits until the newest answer of the web app is there, or has failed. */
export async function answered(page: DrivenPage, state: "done" | "failed"): Promise<void> {
  await until(`the answer is ${state}`, async () => (await page.evaluateText(newestAnswer)) === state);
}
