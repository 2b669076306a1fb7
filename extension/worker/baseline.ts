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
export function liftBaselineWhileReady(posture: Posture): void {
  let lifted: boolean | null = null;
  let settled: Promise<void> = Promise.resolve();
  const settle = (): void => {
    const ready = posture.authority !== null;
    if (ready === lifted) return;
    lifted = ready;
    settled = settled.then(() => setLifted(ready)).then(() => posture.baseline(ready));
  };
  posture.watch(settle);
  if (posture.authority !== null) settle();
}

function setLifted(lifted: boolean): Promise<void> {
  return browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [READY_RULE],
    addRules: lifted ? [ALLOW] : [],
  });
}
