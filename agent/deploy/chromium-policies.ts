import type { BrowserPolicy, Deployment } from "./browser-policy.ts";

const NATIVE_HOST = "com.lanyard.agent";
const BLOCKED_MESSAGE =
  "Your company allows no other extensions here: nobody can see what they send to AI services.";

const STRAY_EXTENSIONS: readonly BrowserPolicy[] = [
  {
    policy: "BlockExternalExtensions",
    value: true,
    why: "Programs could install extensions beside the store, whose calls are not seen.",
    closes: "extensions that programs install",
  },
  {
    policy: "ExtensionInstallTypeBlocklist",
    value: ["command_line"],
    why: "An extension given on the command line runs beside ours, and its calls are not seen.",
    closes: "extensions from the command line",
  },
  {
    policy: "ExtensionDeveloperModeSettings",
    value: 1,
    why: "In developer mode a person loads an extension of their own, whose calls are not seen.",
    closes: "extensions in developer mode",
  },
];

const nativePrograms = ({ programs }: Deployment): readonly BrowserPolicy[] => [
  {
    policy: "NativeMessagingUserLevelHosts",
    value: false,
    why: "A person could register a program of their own under the agent's name, and it would hand out any clearance; the agent must then be registered with `lanyard browser install --system`.",
    closes: "a false agent",
  },
  {
    policy: "NativeMessagingAllowlist",
    value: [NATIVE_HOST, ...programs],
    usual: true,
    why: "Where native programs are closed, which comes next, the agent must stay reachable: without it nothing is permitted.",
    closes: "a browser that cannot reach the agent",
  },
  {
    policy: "NativeMessagingBlocklist",
    value: ["*"],
    why: "Through a native program an extension reaches AI services outside the browser; those that you need are named in NativeMessagingAllowlist.",
    closes: "native programs",
  },
];

/** The extension itself, and what could stand in its way or its place. */
export function extensionPolicies(deployment: Deployment): readonly BrowserPolicy[] {
  const { extensionId, updateUrl, allowed } = deployment;
  return [
    {
      policy: "ExtensionSettings",
      value: {
        [extensionId]: {
          installation_mode: "force_installed",
          update_url: updateUrl,
          override_update_url: true,
          toolbar_pin: "force_pinned",
        },
      },
      why: "An extension that is not force-installed may not stop calls, and the person can remove it; without the override it would never be updated from here.",
      closes: "browsing without Lanyard",
    },
    {
      policy: "ExtensionSettings",
      value: {
        "*": { installation_mode: "blocked", blocked_install_message: BLOCKED_MESSAGE },
        ...Object.fromEntries(allowed.map((id) => [id, { installation_mode: "allowed" }])),
      },
      why: "What another extension sends to an AI service is not seen by ours, and taking hosts away from it does not stop that.",
      closes: "other extensions",
    },
    ...STRAY_EXTENSIONS,
    ...nativePrograms(deployment),
  ];
}

/** Ways of browsing in which the extension does not run. `names` are those of the policies where browsers differ. */
export function profilePolicies(names: {
  readonly private: string;
  readonly add: string;
}): readonly BrowserPolicy[] {
  return [
    {
      policy: names.private,
      value: 1,
      why: "Without the person's leave no extension runs in private windows, and no policy gives that leave.",
      closes: "private windows",
    },
    {
      policy: "BrowserGuestModeEnabled",
      value: false,
      why: "No extension runs in guest windows.",
      closes: "guest windows",
    },
    {
      policy: names.add,
      value: false,
      why: "A new profile is without the extension for its first seconds, and nothing can close that.",
      closes: "new profiles",
    },
    {
      policy: "ForceEphemeralProfiles",
      value: false,
      usual: true,
      why: "A profile that is thrown away begins each start without the extension for some seconds.",
      closes: "profiles that are new each time",
    },
  ];
}

/** Tools that reach into the extension or around it. */
export const TOOL_POLICIES: readonly BrowserPolicy[] = [
  {
    policy: "DeveloperToolsAvailability",
    value: 0,
    also: [2],
    usual: true,
    why: "Developer tools on a force-installed extension change what it decides; on pages they stay, since their calls are seen.",
    closes: "developer tools on the extension",
  },
  {
    policy: "RemoteDebuggingAllowed",
    value: false,
    why: "A program that debugs the browser opens contexts without extensions and reaches into ours.",
    closes: "remote debugging",
  },
  {
    policy: "CommandLineFlagSecurityWarningsEnabled",
    value: true,
    usual: true,
    why: "A browser that was started with flags which weaken it must say so.",
    closes: "silent flags",
  },
  {
    policy: "TaskManagerEndProcessEnabled",
    value: false,
    why: "Calls that are under way when the extension's process is ended go out undecided.",
    closes: "ending the extension's process",
  },
];

/** What leaves the browser by ways that were not seen, or could not be tried. */
export function networkPolicies(flags: readonly string[], { pac }: Deployment): readonly BrowserPolicy[] {
  return [
    {
      policy: "QuicAllowed",
      value: false,
      why: "HTTP/3 and WebTransport pass by proxies that look at TLS, and were not tried with the extension.",
      closes: "QUIC",
    },
    {
      policy: "URLBlocklist",
      value: flags,
      why: "On these pages a person switches the browser's own protections off, or debugs other windows.",
      closes: "pages of flags and inspection",
    },
    ...(pac === null
      ? []
      : [
          {
            policy: "ProxySettings",
            value: { ProxyMode: "pac_script", ProxyPacUrl: pac, ProxyPacMandatory: true },
            why: "A proxy of the company's wins over the extension's, which closes sockets of workers; so this configuration must send those sockets to the agent.",
            closes: "another proxy",
          },
        ]),
  ];
}

/** Whose accounts Google's apps are open to; the extension tells Google the same (`tenants` of the policy). */
export function accountPolicies({ domains }: Deployment): readonly BrowserPolicy[] {
  if (domains.length === 0) return [];
  return [
    {
      policy: "AllowedDomainsForApps",
      value: domains.join(","),
      why: "In Gemini and Google's other apps a person could use an account that is not the company's.",
      closes: "Google's apps with accounts of others",
    },
  ];
}

/** AI in the browser itself: it calls its vendor as the browser, which no extension sees. */
export const BUILT_IN_AI: readonly BrowserPolicy[] = [
  {
    policy: "BuiltInAIAPIsEnabled",
    value: false,
    why: "Pages can put prompts to the browser's own model, without any call that could be seen.",
    closes: "the browser's own model",
  },
  {
    policy: "GenAILocalFoundationalModelSettings",
    value: 1,
    why: "Otherwise the browser downloads a model of its own that nobody has permitted.",
    closes: "download of the browser's own model",
  },
];

/**
 * Google's, in Chrome and, where they are built in, in Chromium. `GenAiDefaultSettings`, which would be all of them, is
 * ignored unless it comes from Google's cloud (seen in Chromium 156), so each is named; the policies of Lens give way to
 * `SearchContentSharingSettings`.
 */
export const GOOGLE_AI: readonly BrowserPolicy[] = [
  {
    policy: "GeminiSettings",
    value: 1,
    why: "Gemini in the browser reads pages and calls Google as the browser.",
    closes: "Gemini in the browser",
  },
  {
    policy: "GeminiActOnWebSettings",
    value: 1,
    why: "Gemini acts on pages as the person, as an assistant that nobody has permitted.",
    closes: "Gemini that acts",
  },
  {
    policy: "AIModeSettings",
    value: 1,
    why: "The address bar sends what is typed to AI Mode.",
    closes: "AI Mode",
  },
  {
    policy: "SearchContentSharingSettings",
    value: 1,
    why: "Pages, pictures and files are handed to Lens and AI Mode from the address bar, the menu and over the page.",
    closes: "Lens, and handing pages to AI Mode",
  },
  {
    policy: "HelpMeWriteSettings",
    value: 2,
    why: "Help me write sends what stands in a field to Google as the browser.",
    closes: "Help me write",
  },
  {
    policy: "DevToolsGenAiSettings",
    value: 2,
    why: "The assistant in developer tools sends code and pages to Google as the browser.",
    closes: "the assistant in developer tools",
  },
  {
    policy: "HistorySearchSettings",
    value: 2,
    why: "Search in the history sends what pages held to Google as the browser.",
    closes: "AI search in the history",
  },
  {
    policy: "TabCompareSettings",
    value: 2,
    why: "Comparing tabs sends what they hold to Google as the browser.",
    closes: "comparing tabs",
  },
  {
    policy: "AutofillPredictionSettings",
    value: 2,
    why: "Autofill with AI sends forms and pages to Google as the browser.",
    closes: "autofill with AI",
  },
  {
    policy: "CreateThemesSettings",
    value: 2,
    why: "Themes made by AI send prompts to Google as the browser.",
    closes: "themes made by AI",
  },
];
