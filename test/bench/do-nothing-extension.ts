import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What the do-nothing listener asks the browser for. */
export type Asks = "nothing" | "bodies";

/** Its id where the browser goes by the manifest's own. */
export const DO_NOTHING_ID = "do-nothing@lanyard.example";

/** Writes an extension whose blocking listener returns at once: the floor that any enforcement stands on. */
export async function writeDoNothingExtension(
  folder: string,
  asks: Asks,
  browser: "chromium" | "firefox" = "chromium",
): Promise<void> {
  const wants = asks === "bodies" ? ["blocking", "requestBody"] : ["blocking"];
  const manifest = {
    manifest_version: 3,
    name: `Do nothing (${asks})`,
    version: "1.0.0",
    permissions: ["webRequest", "webRequestBlocking"],
    host_permissions: ["<all_urls>"],
    ...(browser === "chromium"
      ? { background: { service_worker: "worker.js" } }
      : {
          background: { scripts: ["worker.js"] },
          browser_specific_settings: { gecko: { id: DO_NOTHING_ID } },
        }),
  };
  const worker = `chrome.webRequest.onBeforeRequest.addListener(() => ({}), { urls: ["*://api.openai.com/*"] }, ${JSON.stringify(wants)});\n`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "worker.js"), worker);
}
