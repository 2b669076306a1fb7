import { findFirefox } from "../browser/find-firefox.ts";
import { openChromium } from "./chromium.ts";
import { openFirefox } from "./firefox.ts";
import type { BrowserName, TestedWorld } from "./tested.ts";

/** A kind of browser that can be tested here. */
export interface Testable {
  readonly browser: BrowserName;
  readonly open: () => Promise<TestedWorld>;
}

/** Chromium, which is always here. */
export const CHROMIUM: Testable = { browser: "chromium", open: openChromium };

/** Firefox; null where it is not here. */
export async function testableFirefox(): Promise<Testable | null> {
  const executable = await findFirefox();
  return executable === null ? null : { browser: "firefox", open: () => openFirefox(executable) };
}

/** The browser that `--browser` names; without it both, Firefox where it is here. Throws where there is none such. */
export async function chosenBrowsers(named: string | undefined): Promise<readonly Testable[]> {
  const all = [CHROMIUM, await testableFirefox()].filter((one) => one !== null);
  const chosen = all.filter(({ browser }) => named === undefined || browser === named);
  if (chosen.length === 0) throw new Error(`There is no browser "${named}" that could be tested here.`);
  return chosen;
}
