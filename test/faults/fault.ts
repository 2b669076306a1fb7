import type { BrowserContext, Page, Worker } from "playwright";
import type { World } from "../e2e/world.ts";

/** A browser with the extension in force, and a page that calls from it. */
export interface Ground {
  readonly world: World;
  readonly context: BrowserContext;
  readonly page: Page;
  /** The extension's worker. */
  readonly worker: () => Promise<Worker>;
  /** Sends calls to a forbidden model, so many at once. */
  readonly call: (times?: number) => Promise<void>;
  /** Waits until an allowed call passes again. */
  readonly recovered: () => Promise<void>;
}

/** One thing that breaks, and what is called while it is broken. */
export interface Fault {
  readonly name: string;
  /** Why leaks cannot be zero here; null: they can, and must. */
  readonly reason: string | null;
  /** Runs that one browser takes; it ends an extension that reloads itself more often. Default: all. */
  readonly runsOfBrowser?: number;
  /** One run, with its calls. */
  readonly run: (ground: Ground, n: number) => Promise<void>;
}

/** One run of a fault that is about a browser's start. */
export interface StartFault {
  readonly name: string;
  readonly reason: string | null;
  /** Starts a browser whose page calls at once, and ends it. */
  readonly start: (world: World, n: number) => Promise<void>;
  /** What must be there first. */
  readonly before: (world: World) => Promise<void>;
}
