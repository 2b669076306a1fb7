import { callOften, callUntil, type Fault, type Ground } from "./fault.ts";

/** What only Chromium knows. */
export const CHROMIUM_FAULTS: readonly Fault[] = [
  // The browser looks for updates when asked only so often.
  { name: "extension updated under load", reasons: {}, runsOfBrowser: 1, run: updated },
  {
    name: "extension reloaded under load",
    runsOfBrowser: 4,
    reasons: {
      chromium:
        "A reload that the browser does not announce, as by a developer's hand, leaves the session rule in place while no listener is there.",
    },
    run: reloaded,
  },
];

/** Calls go on from before the browser looks until the new version decides. */
async function updated(ground: Ground): Promise<void> {
  await callUntil(ground, ground.browser.update());
  await callOften(ground);
  await ground.recovered();
}

async function reloaded(ground: Ground): Promise<void> {
  const gone = ground.browser
    .inBackground((inside) => inside.chrome.runtime.reload(), null)
    .catch(() => undefined);
  await callOften(ground);
  await gone;
  await ground.recovered();
}
