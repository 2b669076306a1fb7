import type { BrowserKind, BrowserPolicy, PolicyValue } from "./browser-policy.ts";
import { isMap, type PolicyValues } from "./policy-file.ts";
import { explanation } from "./windows-files.ts";
import { xml } from "./xml.ts";

/** The preference domain in which each browser reads its policies on macOS. */
export const MAC_DOMAINS: Readonly<Record<BrowserKind, string>> = {
  chrome: "com.google.Chrome",
  edge: "com.microsoft.Edge",
  chromium: "org.chromium.Chromium",
  firefox: "org.mozilla.firefox",
};

/** They stay the same, so that a profile that is sent again takes the place of the one before. */
const PROFILE_IDS: Readonly<Record<BrowserKind, readonly [profile: string, payload: string]>> = {
  chrome: ["4C414E59-4152-4401-8000-000000000001", "4C414E59-4152-4401-8000-000000000002"],
  edge: ["4C414E59-4152-4402-8000-000000000001", "4C414E59-4152-4402-8000-000000000002"],
  chromium: ["4C414E59-4152-4403-8000-000000000001", "4C414E59-4152-4403-8000-000000000002"],
  firefox: ["4C414E59-4152-4404-8000-000000000001", "4C414E59-4152-4404-8000-000000000002"],
};

/** Text of the property list of a browser's domain, as Jamf Pro takes it for "Application & Custom Settings". */
export function jamfPlist(
  kind: BrowserKind,
  values: PolicyValues,
  policies: readonly BrowserPolicy[],
): string {
  return document(settings(kind, values, policies));
}

/** Text of a configuration profile for every user of a Mac, which only the administrator removes. */
export function mobileconfig(
  kind: BrowserKind,
  values: PolicyValues,
  policies: readonly BrowserPolicy[],
): string {
  const [profile, payload] = PROFILE_IDS[kind];
  const domain = MAC_DOMAINS[kind];
  const content = [
    ...head(`com.lanyard.policies.${kind}.settings`, domain, payload),
    ...settings(kind, values, policies),
  ];
  return document([
    ...head(`com.lanyard.policies.${kind}`, "Configuration", profile),
    ...pair("PayloadDisplayName", "Lanyard: policies of the browser"),
    ...pair("PayloadScope", "System"),
    ...pair("PayloadRemovalDisallowed", true),
    "<key>PayloadContent</key>",
    "<array>",
    ...indented(dict(content)),
    "</array>",
  ]);
}

function head(identifier: string, type: string, uuid: string): readonly string[] {
  return [
    ...pair("PayloadIdentifier", identifier),
    ...pair("PayloadType", type),
    ...pair("PayloadUUID", uuid),
    ...pair("PayloadVersion", 1),
  ];
}

function settings(
  kind: BrowserKind,
  values: PolicyValues,
  policies: readonly BrowserPolicy[],
): readonly string[] {
  return [
    // Firefox reads its domain only where this stands in it.
    ...(kind === "firefox" ? pair("EnterprisePoliciesEnabled", true) : []),
    ...Object.entries(values).flatMap(([policy, value]) =>
      explanation(policies, policy).map(comment).concat(pair(policy, value)),
    ),
  ];
}

/** Two hyphens would end a comment. */
function comment(line: string): string {
  return `<!-- ${xml(line).replaceAll("--", "- -")} -->`;
}

function document(content: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...dict(content),
    "</plist>",
    "",
  ].join("\n");
}

function dict(content: readonly string[]): readonly string[] {
  return content.length === 0 ? ["<dict/>"] : ["<dict>", ...indented(content), "</dict>"];
}

function pair(key: string, value: PolicyValue): readonly string[] {
  return [`<key>${xml(key)}</key>`, ...element(value)];
}

function element(value: PolicyValue): readonly string[] {
  if (typeof value === "boolean") return [value ? "<true/>" : "<false/>"];
  if (typeof value === "number") return [`<integer>${value}</integer>`];
  if (typeof value === "string") return [`<string>${xml(value)}</string>`];
  if (isMap(value)) return dict(Object.entries(value).flatMap(([key, inner]) => pair(key, inner)));
  if (value.length === 0) return ["<array/>"];
  return ["<array>", ...indented(value.flatMap((item) => element(item))), "</array>"];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
