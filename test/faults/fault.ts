import { setTimeout as pause } from "node:timers/promises";
import type { BrowserName, TestedBrowser, TestedPage, TestedWorld } from "../tested/tested.ts";

/** The profile that faults run on. */
export const PROFILE = "broken";

/** A browser with the extension in force, and a page that calls from it. */
export interface Ground {
  readonly world: TestedWorld;
  readonly browser: TestedBrowser;
  readonly page: TestedPage;
  /** Sends calls to a forbidden model, so many at once. */
  readonly call: (times?: number) => Promise<void>;
  /** Waits until an allowed call passes again. */
  readonly recovered: () => Promise<void>;
}

/** Ten times ten calls, while something is under way. */
export async function callOften({ call }: Ground): Promise<void> {
  for (let n = 0; n < 10; n += 1) await call(10);
}

/** Milliseconds between two calls while the browser must find time for something else as well. */
const PACE = 30;

/** Milliseconds after which a call is given up: while versions change, Chromium may hold one for a listener that is gone. */
const LOST = 3_000;

/** One call after the other until something is over: more at once would keep a busy browser from ever getting to it. */
export async function callUntil({ call }: Pick<Ground, "call">, over: Promise<unknown>): Promise<void> {
  const state = { isOver: false };
  void over.catch(() => undefined).finally(() => (state.isOver = true));
  while (!state.isOver) {
    await Promise.race([call(), pause(LOST)]);
    await pause(PACE);
  }
  await over;
}

/** Why leaks cannot be zero, in the browsers where they cannot; elsewhere they can, and must. */
type Reasons = Readonly<Partial<Record<BrowserName, string>>>;

/** One thing that breaks, and what is called while it is broken. */
export interface Fault {
  readonly name: string;
  readonly reasons: Reasons;
  /** Runs that one browser takes; Chromium ends an extension that reloads itself more often. Default: all. */
  readonly runsOfBrowser?: number;
  /** True where the event page must go idle as soon as it may. */
  readonly quick?: boolean;
  /** One run, with its calls. */
  readonly run: (ground: Ground, n: number) => Promise<void>;
}

/** One run of a fault that is about a browser's start. */
export interface StartFault {
  readonly name: string;
  readonly reasons: Reasons;
  /** Starts a browser whose page calls at once, and ends it. */
  readonly start: (world: TestedWorld, n: number) => Promise<void>;
  /** What must be there first. */
  readonly before: (world: TestedWorld) => Promise<void>;
}
