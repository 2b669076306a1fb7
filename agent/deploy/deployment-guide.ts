import type { BrowserKind, Deployment } from "./browser-policy.ts";
import type { DeploymentFile } from "./formats.ts";
import { leftOpen, policiesFor } from "./policies-for.ts";

/** What each browser is called. */
export const BROWSER_NAMES: Readonly<Record<BrowserKind, string>> = {
  chrome: "Chrome",
  edge: "Edge",
  chromium: "Chromium",
  firefox: "Firefox",
};

/** Text (Markdown) that goes with the files: what is done with each, and which policy closes what, and why. */
export function deploymentGuide(
  kind: BrowserKind,
  deployment: Deployment,
  files: readonly DeploymentFile[],
): string {
  const name = BROWSER_NAMES[kind];
  return [
    `# Lanyard in ${name}`,
    "",
    `These files hold the same policies, each for another tool. They install the extension \`${deployment.extensionId}\` from ${deployment.updateUrl}, and close what an extension cannot.`,
    "",
    ...files.map((file) => `- \`${file.name}\`: ${file.use}`),
    "",
    "## Before",
    "",
    ...BEFORE[kind === "firefox" ? "firefox" : "chromium"].map((line) => `- ${line}`),
    "",
    "## What each policy closes, and why",
    "",
    "| policy | value | closes | why |",
    "|---|---|---|---|",
    ...policiesFor(kind, deployment).map(
      ({ policy, value, closes, why }) =>
        `| \`${policy}\` | \`${escaped(JSON.stringify(value))}\` | ${closes} | ${escaped(why)} |`,
    ),
    "",
    "## Open all the same",
    "",
    ...leftOpen(kind).map((line) => `- ${line}`),
    "",
    "## Nothing for managed storage",
    "",
    "No configuration of the extension stands here: it reads none. All that it knows comes from the agent on the machine, which has it from the signed policy.",
    "",
  ].join("\n");
}

const AGENT =
  "The agent must be on the machine and registered with the browser for all users: the Debian package does both, elsewhere `lanyard browser install --system --extension-id ID`.";

const BEFORE: Readonly<Record<"chromium" | "firefox", readonly string[]>> = {
  chromium: [
    AGENT,
    "On Windows and macOS the browser force-installs from an address of the company's own only on machines that are managed: joined to a directory, enrolled with the maker's console, or under device management.",
    "Never set `minimum_version_required` in ExtensionSettings: with a lower version installed the browser ends at its start, again and again (seen in Chromium 156).",
  ],
  firefox: [
    AGENT,
    "The package must be signed by Mozilla (addons.mozilla.org, as an unlisted add-on), or the policies written with `--unsigned`, which ESR, Developer Edition and Nightly alone heed.",
    "Firefox reads its policies when it starts.",
  ],
};

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll("|", String.raw`\|`);
}
