import type { Behaviors } from "./behavior.ts";
import { FETCH_ERRORS } from "./fetch-errors.ts";
import { FETCH_OPTIONS } from "./fetch-options.ts";
import { FETCH_STREAMS } from "./fetch-streams.ts";
import { OTHERS } from "./others.ts";
import { SHAPES } from "./shapes.ts";
import { SOCKETS } from "./sockets.ts";
import { STACKS } from "./stacks.ts";
import { XHR_ENDS } from "./xhr-ends.ts";
import { XHR_PLAIN } from "./xhr-plain.ts";

/** All that is compared, by name. Shapes come first: others leave traces, such as frames. */
const BEHAVIORS: Behaviors = {
  ...SHAPES,
  ...STACKS,
  ...FETCH_OPTIONS,
  ...FETCH_ERRORS,
  ...FETCH_STREAMS,
  ...XHR_PLAIN,
  ...XHR_ENDS,
  ...SOCKETS,
  ...OTHERS,
};

/** How long one may take, in ms. */
const PATIENCE = 8_000;

/** What each behavior of the given kind gave, as JSON; for the test that compares. */
async function behave(only: string): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const [name, behavior] of Object.entries(BEHAVIORS)) {
    if (!name.startsWith(only)) continue;
    const late = new Promise((resolve) => {
      setTimeout(() => resolve("no end"), PATIENCE);
    });
    const going = (async () => behavior())().catch((cause: unknown) => `threw ${String(cause)}`);
    seen[name] = JSON.stringify((await Promise.race([going, late])) ?? null);
  }
  return seen;
}

Object.defineProperty(globalThis, "behave", { value: behave, configurable: true });
