import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { BrowserError } from "./browser-error.ts";
import { browserPlaces, type BrowserPlace } from "./browser-places.ts";
import { run } from "./run.ts";

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
  if (options.install !== true || !(await mayInstall())) throw new BrowserError("browser_not_found", NONE);
  await installChromium(options.say ?? (() => undefined));
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

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Ubuntu's `chromium-browser` is a script that only asks for the snap, which may not be there. */
async function isSnapStub(file: string): Promise<boolean> {
  if (!file.endsWith("chromium-browser")) return false;
  const text = await readFile(file, "latin1");
  return text.startsWith("#!") && text.includes("snap install");
}

async function mayInstall(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isExecutable("/usr/bin/apt-get"));
}

async function installChromium(say: (line: string) => void): Promise<void> {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const parameters of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    say(`No browser here. Running: apt-get ${parameters.join(" ")} (may take a minute)`);
    const { status, output } = await run("apt-get", parameters, { environment });
    if (status === 0) continue;
    const last = output.trim().split("\n").slice(-3).join("\n");
    throw new BrowserError("install_failed", `apt-get ${parameters.join(" ")} failed: ${last}`);
  }
}
