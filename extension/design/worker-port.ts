import * as z from "zod/mini";
import { webExtension } from "./web-extension.ts";

const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/**
 * Opens a port to the worker and takes each state it pushes, for as long as the page lives.
 * The browser ends workers that idle: a port that closes is opened again, which starts the worker too.
 */
export function listenToWorker<T>(port: string, schema: z.ZodMiniType<T>, take: (state: T) => void): void {
  let retry = FIRST_RETRY;
  const open = (): void => {
    const worker = webExtension().runtime.connect({ name: port });
    worker.onMessage.addListener((message: unknown) => {
      retry = FIRST_RETRY;
      take(z.parse(schema, message));
    });
    worker.onDisconnect.addListener(() => {
      setTimeout(open, retry);
      retry = Math.min(retry * 2, LAST_RETRY);
    });
  };
  open();
}
