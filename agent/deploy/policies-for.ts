import type { BrowserKind, BrowserPolicy, Deployment } from "./browser-policy.ts";
import {
  accountPolicies,
  BUILT_IN_AI,
  extensionPolicies,
  GOOGLE_AI,
  networkPolicies,
  profilePolicies,
  TOOL_POLICIES,
} from "./chromium-policies.ts";
import { EDGE_POLICIES } from "./edge-policies.ts";
import { firefoxPolicies } from "./firefox-policies.ts";

/** Every policy that closes a way around, for one browser. */
export function policiesFor(kind: BrowserKind, deployment: Deployment): readonly BrowserPolicy[] {
  if (kind === "firefox") return firefoxPolicies(deployment);
  const isEdge = kind === "edge";
  const scheme = isEdge ? "edge" : "chrome";
  const flags = [`${scheme}://flags`, `${scheme}://inspect`];
  const names = isEdge
    ? { private: "InPrivateModeAvailability", add: "BrowserAddProfileEnabled" }
    : { private: "IncognitoModeAvailability", add: "BrowserAddPersonEnabled" };
  return [
    ...extensionPolicies(deployment),
    ...profilePolicies(names),
    ...TOOL_POLICIES,
    ...networkPolicies(flags, deployment),
    ...accountPolicies(deployment),
    ...BUILT_IN_AI,
    ...(isEdge ? EDGE_POLICIES : GOOGLE_AI),
  ];
}

const EVERYWHERE = [
  "A browser that is not managed, or whose policies an administrator or a namespace of the person's own hides.",
  "The first seconds of a new profile, until the browser has installed the extension.",
];

/** What stays open in a browser under all of these policies. */
export function leftOpen(kind: BrowserKind): readonly string[] {
  if (kind !== "firefox") return EVERYWHERE;
  return [
    ...EVERYWHERE,
    "Firefox has no policy against native messaging hosts of the person's own, so a false agent can be registered.",
    "Firefox has no policy against a new profile from the command line, which begins with those seconds.",
  ];
}

/** Where a browser reads its policies on Linux: a folder of JSON files, or the first of several files. */
export const LINUX_PLACES: Readonly<
  Record<BrowserKind, { readonly folder: string } | { readonly files: readonly string[] }>
> = {
  chrome: { folder: "/etc/opt/chrome/policies/managed" },
  edge: { folder: "/etc/opt/edge/policies/managed" },
  chromium: { folder: "/etc/chromium/policies/managed" },
  firefox: {
    files: [
      "/etc/firefox/policies/policies.json",
      "/usr/lib/firefox-esr/distribution/policies.json",
      "/usr/lib/firefox/distribution/policies.json",
    ],
  },
};
