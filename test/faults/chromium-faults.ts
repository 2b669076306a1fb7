import { callOften, type Fault, type Ground } from "./fault.ts";

/** What only Chromium knows. */
export const CHROMIUM_FAULTS: readonly Fault[] = [
  { name: "extension updated under load", reasons: {}, runsOfBrowser: 4, run: updated },
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

/** What then happens is the extension's own doing. */
async function updated(ground: Ground): Promise<void> {
  const gone = ground.browser.update();
  await callOften(ground);
  await gone;
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
