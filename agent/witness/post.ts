import { systemWords } from "../platform/fault.ts";
import { type Outlet, WitnessError } from "./outlet.ts";

/** Milliseconds that a witness may take to answer. */
const PATIENCE = 10_000;

/** Sends checkpoints as the body of a POST, `text/plain`; any 2xx says that it is kept. */
export function postOutlet(url: string): Outlet {
  return {
    name: url,
    send: async ({ note }, signal) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "text/plain; charset=utf-8" },
        body: note,
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      }).catch((error: unknown) => {
        throw new WitnessError(`The witness ${url} cannot be reached: ${wordsOf(error)}.`, error);
      });
      await response.body?.cancel();
      if (!response.ok) throw new WitnessError(`The witness ${url} answered ${response.status}.`);
    },
  };
}

/** `fetch` says what happened in the cause of its error. */
function wordsOf(error: unknown): string {
  return systemWords(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
