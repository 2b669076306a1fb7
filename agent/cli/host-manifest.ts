import type { Family } from "./browsers.ts";

/** The name under which extensions call the native host. */
const HOST_NAME = "com.lanyard.agent";

/** The file that tells a browser which program to start for which extensions. */
export const MANIFEST_FILE = `${HOST_NAME}.json`;

/** The family whose extension ids look like this; null for what is no id. */
export function familyOf(id: string): Family | null {
  if (/^[a-p]{32}$/.test(id)) return "chromium";
  return /^(\{[0-9a-fA-F-]{36}\}|[A-Za-z0-9._-]*@[A-Za-z0-9._-]+)$/.test(id) ? "firefox" : null;
}

/** The text of a host manifest for the extensions of one family. */
export function hostManifest(family: Family, launcher: string, ids: readonly string[]): string {
  const allowed =
    family === "chromium"
      ? { allowed_origins: ids.map((id) => `chrome-extension://${id}/`) }
      : { allowed_extensions: ids };
  const manifest = {
    name: HOST_NAME,
    description: "Lanyard: AI authorizations at the point of use",
    path: launcher,
    type: "stdio",
    ...allowed,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
