import type { BrowserContext } from "playwright";
import { BrowserError } from "./browser-error.ts";
import type { FoundBrowser } from "./find-browser.ts";
import { launch, type Launch } from "./launch.ts";
import type { PackedExtension } from "./pack-extension.ts";
import { canHavePrivatePolicy, writePrivatePolicy } from "./private-policy.ts";

/** True where `launchForced` can work: on Linux, where this user may have a mount namespace of its own. */
export async function canForce(browser: FoundBrowser): Promise<boolean> {
  return canHavePrivatePolicy(browser);
}

/**
 * Starts the browser with the extension force-installed by policy, as on a managed machine. The policy is in a folder
 * of ours beside the profile, which only this browser sees; nothing of the machine is touched. `policies` are further
 * browser policies. Errors: `force_unavailable`.
 */
export async function launchForced(
  wanted: Launch & { readonly extension: PackedExtension; readonly policies?: object },
): Promise<BrowserContext> {
  if (!(await canForce(wanted.browser))) {
    throw new BrowserError(
      "force_unavailable",
      "The extension cannot be force-installed here: that needs Linux, `unshare`, and leave to use namespaces. " +
        "Load it unpacked instead.",
    );
  }
  const { executable } = await writePrivatePolicy(
    `${wanted.profile}.managed`,
    wanted.browser,
    wanted.extension,
    wanted.policies ?? {},
  );
  return launch(wanted, [], executable);
}
