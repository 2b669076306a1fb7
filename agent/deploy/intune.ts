import type { BrowserPolicy, PolicyValue } from "./browser-policy.ts";
import { isMap, type PolicyValues } from "./policy-file.ts";
import { FIREFOX_JSON } from "./registry.ts";
import { explanation } from "./windows-files.ts";
import { xml } from "./xml.ts";

/** The browsers whose makers' ADMX templates the rows are for. Where Edge's stand in its templates could not be looked up. */
export type IntuneBrowser = "chrome" | "firefox";

/** A custom setting of Intune: an ADMX-backed policy. */
interface Row {
  readonly policy: string;
  readonly uri: string;
  readonly value: string;
}

const CONFIG = "./Device/Vendor/MSFT/Policy/Config";

/** Text of a table of custom settings, one OMA-URI a row; the browser's ADMX must be ingested before. */
export function intuneCsv(
  kind: IntuneBrowser,
  values: PolicyValues,
  policies: readonly BrowserPolicy[],
): string {
  const rows = Object.entries(values).flatMap(([policy, value]) =>
    kind === "chrome" ? [chromeRow(policy, value)] : firefoxRows(policy, value),
  );
  const lines = rows.map(({ policy, uri, value }) =>
    [policy, explanation(policies, policy).join(" "), uri, "String", value].map(cell).join(","),
  );
  return ["Name,Description,OMA-URI,Data type,Value", ...lines, ""].join("\r\n");
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Groups of Chrome's templates below their root, which has everything that is in none of them. */
const CHROME_GROUPS: Readonly<Record<string, string>> = {
  ExtensionSettings: "~Extensions",
  BlockExternalExtensions: "~Extensions",
  ExtensionInstallTypeBlocklist: "~Extensions",
  ExtensionDeveloperModeSettings: "~Extensions",
  NativeMessagingUserLevelHosts: "~NativeMessaging",
  NativeMessagingAllowlist: "~NativeMessaging",
  NativeMessagingBlocklist: "~NativeMessaging",
  GenAILocalFoundationalModelSettings: "~GenerativeAI",
  GeminiSettings: "~GenerativeAI",
  GeminiActOnWebSettings: "~GenerativeAI",
  AIModeSettings: "~GenerativeAI",
  SearchContentSharingSettings: "~GenerativeAI",
  HelpMeWriteSettings: "~GenerativeAI",
  DevToolsGenAiSettings: "~GenerativeAI",
  HistorySearchSettings: "~GenerativeAI",
  TabCompareSettings: "~GenerativeAI",
  AutofillPredictionSettings: "~GenerativeAI",
  CreateThemesSettings: "~GenerativeAI",
};

function chromeRow(policy: string, value: PolicyValue): Row {
  const uri = `${CONFIG}/Chrome~Policy~googlechrome${CHROME_GROUPS[policy] ?? ""}/${policy}`;
  return { policy, uri, value: chromeValue(policy, value) };
}

function chromeValue(policy: string, value: PolicyValue): string {
  if (typeof value === "boolean") return value ? "<enabled/>" : "<disabled/>";
  if (typeof value === "string" || typeof value === "number") return enabled(policy, String(value));
  if (isMap(value)) return enabled(policy, JSON.stringify(value));
  // The mark between a place in the list and what stands there.
  return enabled(
    `${policy}Desc`,
    value
      .flatMap((item, at) => [String(at + 1), typeof item === "string" ? item : JSON.stringify(item)])
      .join("\uF000"),
  );
}

function enabled(id: string, text: string): string {
  return `<enabled/><data id="${id}" value="${xml(text).replaceAll("\uF000", "&#xF000;")}"/>`;
}

/** Where what is no plain switch stands in Firefox's templates, and the name of its one field. */
const FIREFOX_FIELDS: Readonly<Record<string, readonly [string, string]>> = {
  ExtensionSettings: ["~Extensions/ExtensionSettings", "ExtensionSettings"],
  Preferences: ["/Preferences", "JSON"],
  AllowedDomainsForApps: ["/AllowedDomainsForApps", "String"],
  "AIControls.Default.Value": ["~AIControls~Default/Default_Value", "AIControls_Value"],
  "AIControls.Default.Locked": ["~AIControls~Default/Default_Locked", ""],
  "GenerativeAI.Enabled": ["~GenerativeAI/GenerativeAI_Enabled", ""],
  "GenerativeAI.Locked": ["~GenerativeAI/GenerativeAI_Locked", ""],
  "Proxy.Mode": ["~ProxySettings/Proxy_ConnectionType", "Proxy_ConnectionType"],
  "Proxy.AutoConfigURL": ["~ProxySettings/Proxy_AutoConfigURL", "Proxy_AutoConfigURL"],
  "Proxy.Locked": ["~ProxySettings/Proxy_Locked", ""],
};

function firefoxRows(path: string, value: PolicyValue): readonly Row[] {
  if (isMap(value) && !FIREFOX_JSON.has(path))
    return Object.entries(value).flatMap(([part, inner]) => firefoxRows(`${path}.${part}`, inner));
  const [place, field] = FIREFOX_FIELDS[path] ?? [`/${path}`, ""];
  const uri = `${CONFIG}/Firefox~Policy~firefox${place}`;
  const [policy = path] = path.split(".");
  if (typeof value === "boolean") return [{ policy, uri, value: value ? "<enabled/>" : "<disabled/>" }];
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return [{ policy, uri, value: enabled(field, text) }];
}
