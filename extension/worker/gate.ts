import browser, { type DeclarativeNetRequest } from "webextension-polyfill";
import type { Posture } from "./posture.ts";

const READY_RULE = 1;

/** Above every rule of the baseline: while it is there, the network listeners alone decide. */
const ALLOW: DeclarativeNetRequest.Rule = {
  id: READY_RULE,
  priority: 10,
  action: { type: "allow" },
  condition: {
    urlFilter: "*",
    resourceTypes: [
      "main_frame",
      "sub_frame",
      "stylesheet",
      "script",
      "image",
      "font",
      "object",
      "xmlhttprequest",
      "ping",
      "csp_report",
      "media",
      "websocket",
      "other",
    ],
  },
};

/**
 * Lifts the fail-closed baseline while the worker has a clearance to decide from, and only then. The lifting ends with
 * the browser session, so that a browser that starts is closed before the worker runs.
 */
export class Gate {
  #open: boolean | null = null;
  #settled: Promise<void> = Promise.resolve();

  constructor(posture: Posture) {
    posture.watch(() => this.#follow(posture.authority !== null));
  }

  #follow(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    this.#settled = this.#settled.then(() =>
      browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: [READY_RULE], addRules: open ? [ALLOW] : [] }),
    );
  }
}
