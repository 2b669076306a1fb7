import { readFile } from "node:fs/promises";
import { installByApt, isExecutable, mayInstallByApt } from "./apt.ts";
import { BrowserError } from "./browser-error.ts";
import { browserPlaces, type BrowserPlace } from "./browser-places.ts";

/** A browser that is on this machine. */
export type FoundBrowser = BrowserPlace;

const NONE =
  "No Chromium, Chrome or Edge was found on this machine. Install one and start again: " +
  "on Debian and Ubuntu `sudo apt-get install -y chromium`, on macOS `brew install --cask google-chrome`, " +
  "on Windows `winget install Google.Chrome`.";

/**
 * Finds a Chromium, Chrome or Edge by PATH and in the usual places. With `install`, a Debian or Ubuntu where we are
 * root gets the package `chromium`, and `say` is told. Errors: `browser_not_found`, `install_failed`.
 */
export async function findBrowser(
  options: { readonly install?: boolean; readonly say?: (line: string) => void } = {},
): Promise<FoundBrowser> {
  const found = await firstThere();
  if (found !== null) return found;
  if (options.install !== true || !(await mayInstallByApt()))
    throw new BrowserError("browser_not_found", NONE);
  await installByApt("chromium", options.say ?? (() => undefined));
  const installed = await firstThere();
  if (installed === null) throw new BrowserError("browser_not_found", NONE);
  return installed;
}

async function firstThere(): Promise<FoundBrowser | null> {
  for (const place of browserPlaces(process.platform, process.env)) {
    if ((await isExecutable(place.executable)) && !(await isSnapStub(place.executable))) return place;
  }
  return null;
}

/** Ubuntu's `chromium-browser` is a script that only asks for the snap, which may not be there. */
async function isSnapStub(file: string): Promise<boolean> {
  if (!file.endsWith("chromium-browser")) return false;
  const text = await readFile(file, "latin1");
  return text.startsWith("#!") && text.includes("snap install");
}
