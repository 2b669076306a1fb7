import type { BrowserContext, Page, Worker } from "playwright";
import { BrowserError } from "./browser-error.ts";

/** Milliseconds that a force-installed extension may take to come up on a slow machine. */
const PATIENCE = 30_000;

/** The extension's service worker, here already or to come within so many ms. Errors: `worker_absent`. */
export async function serviceWorker(
  context: BrowserContext,
  extensionId: string,
  within = PATIENCE,
): Promise<Worker> {
  const ours = (worker: Worker) => worker.url().startsWith(`chrome-extension://${extensionId}/`);
  const here = context.serviceWorkers().find(ours);
  if (here !== undefined) return here;
  return context
    .waitForEvent("serviceworker", { predicate: ours, timeout: within })
    .catch((cause: unknown) => {
      throw new BrowserError("worker_absent", `The extension's worker did not start within ${within} ms.`, {
        cause,
      });
    });
}

/** Stops every service worker of the browser, as going idle does; the next event starts them cold. */
export async function stopWorkers(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await session.detach();
}
