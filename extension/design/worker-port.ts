import * as z from "zod/mini";
import { webExtension } from "./web-extension.ts";

const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/**
 * Opens a port to the worker and takes each state it pushes, for as long as the page lives.
 * The browser ends workers that idle: a port that closes is opened again, which starts the worker too. `opened` is told
 * of each opening, with what sends on it.
 */
export function listenToWorker<T>(
  name: string,
  schema: z.ZodMiniType<T>,
  take: (state: T) => void,
  opened: (send: (message: object) => void) => void = () => undefined,
): void {
  let retry = FIRST_RETRY;
  const open = (): void => {
    const port = webExtension().runtime.connect({ name });
    port.onMessage.addListener((message: unknown) => {
      retry = FIRST_RETRY;
      take(z.parse(schema, message));
    });
    port.onDisconnect.addListener(() => {
      setTimeout(open, retry);
      retry = Math.min(retry * 2, LAST_RETRY);
    });
    opened((message) => port.postMessage(message));
  };
  open();
}
