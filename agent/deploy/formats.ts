import type { BrowserKind, BrowserPolicy, Deployment } from "./browser-policy.ts";
import { type Format, FORMATS } from "./format-names.ts";
import { intuneCsv } from "./intune.ts";
import { jamfPlist, MAC_DOMAINS, mobileconfig } from "./mac-files.ts";
import { LINUX_PLACES, policiesFor } from "./policies-for.ts";
import { firefoxJson, linuxJson, type PolicyValues, valuesOf } from "./policy-file.ts";
import { registryValues } from "./registry.ts";
import { gpoText, regFile } from "./windows-files.ts";

/** One file of a deployment. */
export interface DeploymentFile {
  readonly format: Format;
  /** Path below the deployment's folder. */
  readonly name: string;
  readonly text: string;
  /** What is done with it, for the one who deploys. */
  readonly use: string;
}

interface Form {
  readonly kinds: readonly BrowserKind[];
  readonly name: (kind: BrowserKind) => string;
  readonly text: (kind: BrowserKind, values: PolicyValues, policies: readonly BrowserPolicy[]) => string;
  readonly use: (kind: BrowserKind) => string;
}

const CHROMIUM_FAMILY: readonly BrowserKind[] = ["chrome", "edge", "chromium"];
const ALL: readonly BrowserKind[] = [...CHROMIUM_FAMILY, "firefox"];

/** Which browsers read each form, and how it is written. */
const FORMS: Readonly<Record<Format, Form>> = {
  "linux-json": {
    kinds: CHROMIUM_FAMILY,
    name: () => "linux/lanyard.json",
    text: (_, __, policies) => linuxJson(policies),
    use: (kind) => `Linux: copy it to \`${linuxPlace(kind)}\`, owned by root, mode 0644.`,
  },
  "firefox-json": {
    kinds: ["firefox"],
    name: () => "policies.json",
    text: (_, __, policies) => firefoxJson(policies),
    use: (kind) =>
      `Linux: copy it to \`${linuxPlace(kind)}\`, owned by root, mode 0644. It is read when Firefox starts; on Windows and macOS it works as \`distribution/policies.json\` beside the program, too.`,
  },
  reg: {
    kinds: ALL,
    name: () => "windows/lanyard.reg",
    text: (kind, values, policies) => regFile(registryValues(kind, values), policies),
    use: () =>
      "Windows without a directory, or by a script of Intune or Configuration Manager: `reg import lanyard.reg` as administrator.",
  },
  gpo: {
    kinds: ALL,
    name: () => "windows/gpo.txt",
    text: (kind, values, policies) => gpoText(registryValues(kind, values), policies),
    use: () =>
      "Windows by group policy: `LGPO.exe /r gpo.txt /w registry.pol` (Microsoft's Security Compliance Toolkit), and import that into a GPO. The values are those that the browser's ADMX templates write, so with them in the central store the editor shows each by its name.",
  },
  intune: {
    kinds: ["chrome", "firefox"],
    name: () => "windows/intune.csv",
    text: (kind, values, policies) => intuneCsv(kind === "firefox" ? "firefox" : "chrome", values, policies),
    use: (kind) =>
      `Windows by Intune: first ingest the browser's ADMX, as \`./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/${kind === "firefox" ? "Firefox/Policy/FirefoxAdmx" : "Chrome/Policy/ChromeAdmx"}\`; then each row is a custom setting.`,
  },
  mobileconfig: {
    kinds: ALL,
    name: () => "macos/lanyard.mobileconfig",
    text: mobileconfig,
    use: () => "macOS by any device management: a configuration profile for the whole Mac.",
  },
  jamf: {
    kinds: ALL,
    name: (kind) => `macos/${MAC_DOMAINS[kind]}.plist`,
    text: jamfPlist,
    use: (kind) =>
      `macOS by Jamf Pro: "Application & Custom Settings", upload, preference domain \`${MAC_DOMAINS[kind]}\`.`,
  },
  "google-admin": {
    kinds: ["chrome"],
    name: () => "google-admin/custom-configuration.json",
    text: (_, __, policies) => linuxJson(policies),
    use: () =>
      "Google Admin console, for browsers that are enrolled: Chrome browser > Custom configurations. What the console has a page for is refused there: set it on its page and take it out of the file.",
  },
};

function linuxPlace(kind: BrowserKind): string {
  const place = LINUX_PLACES[kind];
  return "folder" in place ? `${place.folder}/lanyard.json` : (place.files[0] ?? "");
}

/** The forms that a browser reads. */
export function formatsOf(kind: BrowserKind): readonly Format[] {
  return FORMATS.filter((format) => FORMS[format].kinds.includes(kind));
}

/** Everything of a deployment in one browser, in every form that it reads; all hold the same values. */
export function deploymentFiles(kind: BrowserKind, deployment: Deployment): readonly DeploymentFile[] {
  const policies = policiesFor(kind, deployment);
  const values = valuesOf(policies);
  return formatsOf(kind).map((format) => {
    const { name, text, use } = FORMS[format];
    return { format, name: name(kind), text: text(kind, values, policies), use: use(kind) };
  });
}
