import type { Page } from "playwright";
import { build } from "vite";
import { join } from "node:path";
import type { FromHook, ToHook } from "../../shared/wire/page.ts";
import { HANDOVER } from "../../shared/wire/page-names.ts";

/** The page hook as it is built, as text. */
export async function hookScript(minify: boolean): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "chrome148",
      minify,
      lib: {
        entry: join(import.meta.dirname, "../../extension/page/main.iife.ts"),
        formats: ["iife"],
        name: "hook",
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("The hook was not built.");
  return output.output[0].code;
}

/** Stands in the page for content script and worker: keeps what the hook says, and answers as a test wants. */
export interface Double {
  readonly said: FromHook[];
  /** Answers by the type of a message; without one, nothing is answered. */
  readonly answers: Partial<Record<FromHook["type"], (message: FromHook) => ToHook | null>>;
  readonly tell: (message: ToHook) => void;
}

/** Puts double and hook into every document of the page, before its first script. */
export async function hookWithDouble(page: Page, script: string): Promise<void> {
  await page.addInitScript(doubleInPage, HANDOVER);
  await page.addInitScript(script);
}

/** Runs in the page. */
function doubleInPage(handover: string): void {
  addEventListener(
    handover,
    (event) => {
      const port = (event as MessageEvent).ports[0] as MessagePort;
      const double: Double = { said: [], answers: {}, tell: (message) => port.postMessage(message) };
      port.addEventListener("message", ({ data }: MessageEvent<FromHook>) => {
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
