import type { AgentProcess } from "../e2e/agent-process.ts";
import type { CallingPage } from "../e2e/calls.ts";
import type { FakeServices } from "../fake/server.ts";

/** The kinds of browser that matrix and faults run in. */
export type BrowserName = "chromium" | "firefox";

/** A page of a browser under test. */
export interface TestedPage extends CallingPage {
  /** Opens an address; its document is there then, what is in it may still come. */
  goto(url: string): Promise<void>;
  /** Runs a script as the page's own, after a click; gives its last expression, a text or the promise of one. */
  run(source: string): Promise<string>;
  /** Chooses a file of the disk in the input that the selector finds. */
  choose(selector: string, file: string): Promise<void>;
  /** Closes it, with all that it has opened. */
  close(): Promise<void>;
}

/** What of the extension's own realm, its worker or event page, faults break. */
export interface Inside {
  readonly performance: { now(): number };
  readonly Date: { now(): number };
  readonly IDBObjectStore: { readonly prototype: object };
  readonly chrome: {
    readonly runtime: {
      reload(): void;
      requestUpdateCheck(): Promise<unknown>;
      getManifest(): { readonly version: string };
    };
    readonly storage: {
      readonly local: { get(of: null): Promise<Record<string, unknown>>; set(items: object): Promise<void> };
      readonly session: { clear(): Promise<void> };
    };
    readonly declarativeNetRequest: { updateEnabledRulesets(change: object): Promise<void> };
  };
  /** What undoes the fault. */
  heal?: () => void;
}

/** A browser under test. What is said of the extension holds where it is in it. */
export interface TestedBrowser {
  newPage(): Promise<TestedPage>;
  /** Runs a function, which stands for itself, on the extension's own realm. */
  inBackground<A>(run: (inside: Inside, argument: A) => unknown, argument: A): Promise<void>;
  /** Stops the extension's worker or event page by the browser's own means, as going idle does. */
  stopBackground(): Promise<void>;
  isStopped(): Promise<boolean>;
  /** Kills the process that runs the extension; what it gives waits until the browser has noticed. */
  killBackground(): Promise<() => Promise<void>>;
  /** Offers the extension a newer version, which it gives; ends when that was taken, or put off until the next start. */
  update(): Promise<string>;
  close(): Promise<void>;
}

/** Agent, services and browsers of one kind; all end with `close`. */
export interface TestedWorld {
  readonly browser: BrowserName;
  readonly fakes: FakeServices;
  readonly agent: AgentProcess;
  readonly folder: string;
  /** Changes the policy file by replacing text that must be there. */
  changePolicy(from: string, to: string): Promise<void>;
  /** A browser without the extension. */
  launchBare(): Promise<TestedBrowser>;
  /** A browser whose extension has its clearance. `quick`: its event page goes idle as soon as it may. */
  launchReady(profile?: string, how?: { readonly quick?: boolean }): Promise<TestedBrowser>;
  /** Starts a browser on this profile, whose first page calls a forbidden model at once, and ends it thereafter. */
  startCalling(profile: string): Promise<void>;
  /** The folder of the native messaging hosts that a browser on this profile finds. */
  hostsOf(profile: string): string;
  close(): Promise<void>;
}
