import { realpath } from "node:fs/promises";
import { posix } from "node:path";
import { installByApt, isExecutable, mayInstallByApt } from "./apt.ts";
import { canHavePrivateFirefoxPolicy } from "./firefox-policy.ts";

/** ESR first: other builds take no extension that Mozilla has not signed, whatever the policy says. */
const NAMES = ["firefox-esr", "firefox"];

/**
 * The Firefox that the extension can be force-installed in for a test, as an executable's path; null where there is
 * none, or where this user may not give it a policy of its own. With `install`, a Debian or Ubuntu where we are root
 * gets the package `firefox-esr`, and `say` is told. Errors: `install_failed`.
 */
export async function findFirefox(
  options: { readonly install?: boolean; readonly say?: (line: string) => void } = {},
): Promise<string | null> {
  if (process.platform !== "linux") return null;
  let found = await onPath();
  if (found === null && options.install === true && (await mayInstallByApt())) {
    await installByApt("firefox-esr", options.say ?? (() => undefined));
    found = await onPath();
  }
  return found !== null && (await canHavePrivateFirefoxPolicy(found)) ? found : null;
}

async function onPath(): Promise<string | null> {
  const folders = (process.env["PATH"] ?? "").split(":").filter((folder) => posix.isAbsolute(folder));
  for (const name of NAMES)
    for (const folder of folders) {
      const file = posix.join(folder, name);
      // A snap sees neither our profile nor our policy.
      if (!folder.startsWith("/snap/") && (await isExecutable(file))) return realpath(file);
    }
  return null;
}
