import browser, { type DeclarativeNetRequest } from "webextension-polyfill";
import { liftedTypes, type RuleTaker } from "../baseline.ts";
import type { Posture } from "./posture.ts";

const READY_RULE = 1;

/** The kind of browser that this is. */
export const RULE_TAKER: RuleTaker = browser.runtime.getURL("").startsWith("moz-extension:")
  ? "firefox"
  : "chrome";

/** Above every rule of the baseline: while it is there, the network listeners alone decide. */
const ALLOW = {
  id: READY_RULE,
  priority: 10,
  action: { type: "allow" },
  condition: { urlFilter: "*", resourceTypes: liftedTypes(RULE_TAKER) },
} as DeclarativeNetRequest.Rule; // Firefox's types are more than the polyfill knows

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

/**
 * Takes an update at once: the open port to the agent would hold it back for good. The baseline comes back first, since
 * the rule that lifts it outlasts the worker, and while the versions change no listener is there. In Firefox the
 * baseline itself is not there either while versions change, so the update, once heard of, waits for the next start,
 * which lets no page go before us.
 */
export function closeForUpdates(): void {
  browser.runtime.onUpdateAvailable.addListener(() => {
    if (RULE_TAKER === "firefox") return;
    void setLifted(false).then(() => browser.runtime.reload());
  });
}

function setLifted(lifted: boolean): Promise<void> {
  return browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [READY_RULE],
    addRules: lifted ? [ALLOW] : [],
  });
}
