import lanyard from "../package.json" with { type: "json" };

/** Gecko's id of the extension; policies and native host manifests of Firefox name it. */
export const FIREFOX_ID = "lanyard@lanyard.example";

/** What all browsers get. */
const common = {
  manifest_version: 3 as const,
  name: "Lanyard",
  version: lanyard.version,
  description: "__MSG_extensionDescription__",
  default_locale: "en",
  icons: {
    16: "icons/protected-16.png",
    32: "icons/protected-32.png",
    48: "icons/protected-48.png",
    128: "icons/protected-128.png",
  },
  permissions: [
    "webRequest",
    "webRequestBlocking",
    "declarativeNetRequest",
    "nativeMessaging",
    "storage",
    "unlimitedStorage",
    "alarms",
    "scripting",
  ],
  host_permissions: ["<all_urls>"],
  action: {
    default_popup: "popup/index.html",
    default_title: "Lanyard",
    default_icon: { 16: "icons/off-16.png", 32: "icons/off-32.png", 48: "icons/off-48.png" },
  },
  declarative_net_request: {
    rule_resources: [{ id: "baseline", enabled: true, path: "baseline.json" }],
  },
  content_security_policy: {
    extension_pages:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
  },
};

/**
 * In every frame of a service, and in the frames without an address that it makes, before its first script. The
 * isolated script stands first: it waits for what the one in the page's world hands over.
 */
const everywhere = {
  run_at: "document_start" as const,
  all_frames: true,
  match_origin_as_fallback: true,
};

/** The manifest for one browser; `hosts` are the match patterns of the services in the catalog. */
export function manifestFor(browser: "chrome" | "firefox", hosts: readonly string[]) {
  const shared = {
    ...common,
    content_scripts: [
      { matches: [...hosts], js: ["content/bridge.iife.ts"], ...everywhere },
      { matches: [...hosts], js: ["page/main.iife.ts"], world: "MAIN" as const, ...everywhere },
      {
        matches: [...hosts],
        js: ["content/main.iife.ts"],
        run_at: "document_start" as const,
        all_frames: false,
      },
    ],
  };
  if (browser === "chrome") {
    return {
      ...shared,
      permissions: [...shared.permissions, "proxy", "webRequestAuthProvider"],
      minimum_chrome_version: "148",
      message_serialization: "structured_clone",
      background: { service_worker: "worker/main.ts", type: "module" as const },
    };
  }
  return {
    ...shared,
    background: { scripts: ["worker/main.ts"], type: "module" as const },
    browser_specific_settings: { gecko: { id: FIREFOX_ID, strict_min_version: "128.0" } },
  };
}
