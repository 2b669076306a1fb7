import type { BrowserPolicy, Deployment } from "./browser-policy.ts";
import { accountPolicies } from "./chromium-policies.ts";

/** What closes the ways around in Firefox; the names are those of its own policies-schema. */
export function firefoxPolicies(deployment: Deployment): readonly BrowserPolicy[] {
  return [
    ...addons(deployment),
    ...(deployment.unsigned ? UNSIGNED : []),
    ...REPAIR,
    ...LIFE,
    ...AI,
    ...accountPolicies(deployment), // Firefox has the same one under the same name
    ...network(deployment),
  ];
}

function addons({ extensionId, updateUrl, allowed }: Deployment): readonly BrowserPolicy[] {
  return [
    {
      policy: "ExtensionSettings",
      value: {
        [extensionId]: {
          installation_mode: "force_installed",
          install_url: updateUrl,
          private_browsing: true,
        },
      },
      why: "An add-on that is not force-installed can be removed by the person; `private_browsing` has it decide in private windows too.",
      closes: "browsing without Lanyard, private windows among it",
    },
    {
      policy: "ExtensionSettings",
      value: {
        "*": { installation_mode: "blocked" },
        ...Object.fromEntries(allowed.map((id) => [id, { installation_mode: "allowed" }])),
      },
      why: "What another add-on sends to an AI service was not tried, and nobody could tell whose call it is.",
      closes: "other add-ons",
    },
  ];
}

const UNSIGNED: readonly BrowserPolicy[] = [
  {
    policy: "Preferences",
    value: { "xpinstall.signatures.required": { Value: false, Status: "locked" } },
    why: "Mozilla has not signed the add-on; ESR, Developer Edition and Nightly heed this, and other Firefox takes signed add-ons alone.",
    closes: "browsing without Lanyard for want of a signature",
  },
];

const REPAIR: readonly BrowserPolicy[] = [
  {
    policy: "DisableSafeMode",
    value: true,
    why: "In troubleshoot mode no add-on runs.",
    closes: "troubleshoot mode",
  },
  {
    policy: "DisableProfileRefresh",
    value: true,
    why: "A refreshed profile is new, and without the add-on for its first seconds.",
    closes: "refreshed profiles",
  },
  {
    policy: "BlockAboutProfiles",
    value: true,
    why: "A new profile is without the add-on for its first seconds.",
    closes: "new profiles",
  },
  {
    policy: "BlockAboutConfig",
    value: true,
    why: "Preferences stop the add-on from seeing calls, or from starting.",
    closes: "preferences",
  },
  {
    policy: "DisableDeveloperTools",
    value: true,
    why: "The tools for add-ons change what ours decides and load others for a while, and so does a program that debugs the browser; Firefox has no policy that leaves the tools to pages.",
    closes: "developer tools on the add-on, and remote debugging",
  },
];

/** Firefox gives up on all add-ons once their process has ended so often within 30 seconds; its own number is 5. */
const MOST_CRASHES = 1_000_000;

const LIFE: readonly BrowserPolicy[] = [
  {
    policy: "Preferences",
    value: { "extensions.webextensions.crash.threshold": { Value: MOST_CRASHES, Status: "locked" } },
    why: "Whoever ends the process of the add-ons six times within half a minute would be without them until the browser is started anew.",
    closes: "ending the add-on's process for good",
  },
];

const AI: readonly BrowserPolicy[] = [
  {
    policy: "GenerativeAI",
    value: { Enabled: false, Locked: true },
    why: "Firefox's own AI features call services as the browser, which no add-on sees; versions with AIControls read that instead.",
    closes: "AI features of older versions",
  },
  {
    policy: "AIControls",
    value: { Default: { Value: "blocked", Locked: true } },
    why: "AI features of the browser call services as the browser, which no add-on sees; those of later versions are closed as well.",
    closes: "AI features of the browser",
  },
  {
    policy: "VisualSearchEnabled",
    value: false,
    why: "Visual search sends pictures to a search engine as the browser.",
    closes: "visual search",
  },
];

function network({ pac }: Deployment): readonly BrowserPolicy[] {
  return [
    {
      policy: "Preferences",
      value: { "network.http.http3.enable": { Value: false, Status: "locked" } },
      why: "HTTP/3 passes by proxies that look at TLS, and was not tried with the add-on.",
      closes: "HTTP/3",
    },
    {
      policy: "Preferences",
      value: { "network.webtransport.enabled": { Value: false, Status: "locked" } },
      why: "Whether the add-on sees WebTransport was not tried.",
      closes: "WebTransport",
    },
    ...(pac === null
      ? []
      : [
          {
            policy: "Proxy",
            value: { Mode: "autoConfig", AutoConfigURL: pac, Locked: true },
            why: "Otherwise the person chooses the proxy.",
            closes: "another proxy",
          },
        ]),
  ];
}
