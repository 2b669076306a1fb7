import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What the do-nothing listener asks the browser for. */
export type Asks = "nothing" | "bodies";

/** Writes an extension whose blocking listener returns at once: the floor that any enforcement stands on. */
export async function writeDoNothingExtension(folder: string, asks: Asks): Promise<void> {
  const wants = asks === "bodies" ? ["blocking", "requestBody"] : ["blocking"];
  const manifest = {
    manifest_version: 3,
    name: `Do nothing (${asks})`,
    version: "1.0.0",
    permissions: ["webRequest", "webRequestBlocking"],
    host_permissions: ["<all_urls>"],
    background: { service_worker: "worker.js" },
  };
  const worker = `chrome.webRequest.onBeforeRequest.addListener(() => ({}), { urls: ["*://api.openai.com/*"] }, ${JSON.stringify(wants)});\n`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "worker.js"), worker);
}
