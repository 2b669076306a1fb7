import type { BrowserContext } from "playwright";
import { launch, type Launch } from "./launch.ts";
import type { KeyedExtension } from "./pack-extension.ts";

/**
 * Starts the browser with the extension loaded from its folder: no root and no policy needed. The id is allowed to
 * block requests by a flag, so that flag is a test's means and never a production install's.
 */
export async function launchUnpacked(
  wanted: Launch & { readonly extension: KeyedExtension },
): Promise<BrowserContext> {
  const { extension, browser } = wanted;
  return launch(wanted, [
    `--load-extension=${extension.dir}`,
    `--allowlisted-extension-id=${extension.id}`,
    // Branded builds take `--load-extension` only with this feature off.
    ...(browser.kind === "chromium" ? [] : ["--disable-features=DisableLoadExtensionCommandLineSwitch"]),
  ]);
}
