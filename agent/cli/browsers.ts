import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Surroundings } from "../platform/places.ts";

/** Whose browsers: this user's, or every user's. */
export type Scope = "user" | "system";

/** Chromium's family and Firefox name the extensions that may call a host differently. */
export type Family = "chromium" | "firefox";

/** One browser, and where it looks for native messaging hosts. */
export interface BrowserPlace {
  readonly name: string;
  readonly family: Family;
  /** The folder for host manifests. On Windows the manifest may lie anywhere: the registry points to it. */
  readonly folder: string;
  /** Windows: the registry key that names the manifest; null elsewhere. */
  readonly registryKey: string | null;
  /** The browser is here where one of these paths or programs exists. */
  readonly signs: readonly string[];
  readonly programs: readonly string[];
}

/** Every browser that we know on a system. */
export function browserPlaces(around: Surroundings, scope: Scope): readonly BrowserPlace[] {
  if (around.platform === "win32") return windowsBrowsers(around, scope);
  if (around.platform === "darwin") return macBrowsers(around, scope);
  return linuxBrowsers(around, scope);
}

/** Those of them that are on this machine. */
export function foundBrowsers(around: Surroundings, scope: Scope): readonly BrowserPlace[] {
  const path = (around.environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return browserPlaces(around, scope).filter(
    ({ signs, programs }) =>
      signs.some((sign) => existsSync(sign)) ||
      programs.some((program) => path.some((folder) => existsSync(join(folder, program)))),
  );
}

interface LinuxBrowser {
  readonly name: string;
  readonly family: Family;
  /** Profile folder below the home. */
  readonly profile: string;
  readonly user: string;
  readonly system: string;
  readonly programs: readonly string[];
}

/** Snap and Flatpak browsers run no program from outside their box, so they are not here. */
const LINUX: readonly LinuxBrowser[] = [
  {
    name: "Chromium",
    family: "chromium",
    profile: ".config/chromium",
    user: ".config/chromium/NativeMessagingHosts",
    system: "/etc/chromium/native-messaging-hosts",
    programs: ["chromium", "chromium-browser"],
  },
  {
    name: "Chrome",
    family: "chromium",
    profile: ".config/google-chrome",
    user: ".config/google-chrome/NativeMessagingHosts",
    system: "/etc/opt/chrome/native-messaging-hosts",
    programs: ["google-chrome", "google-chrome-stable"],
  },
  {
    name: "Edge",
    family: "chromium",
    profile: ".config/microsoft-edge",
    user: ".config/microsoft-edge/NativeMessagingHosts",
    system: "/etc/opt/edge/native-messaging-hosts",
    programs: ["microsoft-edge", "microsoft-edge-stable"],
  },
  {
    name: "Firefox",
    family: "firefox",
    profile: ".mozilla/firefox",
    user: ".mozilla/native-messaging-hosts",
    system: "/usr/lib/mozilla/native-messaging-hosts",
    programs: ["firefox", "firefox-esr"],
  },
];

function linuxBrowsers({ home }: Surroundings, scope: Scope): readonly BrowserPlace[] {
  return LINUX.map(({ name, family, profile, user, system, programs }) => ({
    name,
    family,
    folder: scope === "user" ? join(home, user) : system,
    registryKey: null,
    signs: [join(home, profile)],
    programs,
  }));
}

/** Name, family, application, folder below the user's Application Support, folder for every user. */
const MAC: readonly (readonly [string, Family, string, string, string])[] = [
  ["Chromium", "chromium", "Chromium", "Chromium", "/Library/Application Support/Chromium"],
  ["Chrome", "chromium", "Google Chrome", "Google/Chrome", "/Library/Google/Chrome"],
  ["Edge", "chromium", "Microsoft Edge", "Microsoft Edge", "/Library/Microsoft/Edge"],
  ["Firefox", "firefox", "Firefox", "Mozilla", "/Library/Application Support/Mozilla"],
];

function macBrowsers({ home }: Surroundings, scope: Scope): readonly BrowserPlace[] {
  return MAC.map(([name, family, application, user, system]) => ({
    name,
    family,
    folder: join(
      scope === "user" ? join(home, "Library/Application Support", user) : system,
      "NativeMessagingHosts",
    ),
    registryKey: null,
    signs: [`/Applications/${application}.app`, join(home, "Applications", `${application}.app`)],
    programs: [],
  }));
}

/** Name, family, registry key of the vendor, program below Program Files. */
const WINDOWS: readonly (readonly [string, Family, string, string])[] = [
  ["Chromium", "chromium", "Chromium", "Chromium/Application/chrome.exe"],
  ["Chrome", "chromium", "Google\\Chrome", "Google/Chrome/Application/chrome.exe"],
  ["Edge", "chromium", "Microsoft\\Edge", "Microsoft/Edge/Application/msedge.exe"],
  ["Firefox", "firefox", "Mozilla", "Mozilla Firefox/firefox.exe"],
];

function windowsBrowsers({ home, environment }: Surroundings, scope: Scope): readonly BrowserPlace[] {
  const own = environment["LOCALAPPDATA"] ?? join(home, "AppData/Local");
  const all = environment["ProgramData"] ?? "C:/ProgramData";
  const hive = scope === "user" ? "HKCU" : "HKLM";
  const roots = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((name) => {
    const root = environment[name];
    return root === undefined ? [] : [root];
  });
  return WINDOWS.map(([name, family, vendor, program]) => ({
    name,
    family,
    folder: join(scope === "user" ? own : all, "Lanyard", "native-messaging-hosts", family),
    registryKey: `${hive}\\Software\\${vendor}\\NativeMessagingHosts\\com.lanyard.agent`,
    signs: roots.map((root) => join(root, program)),
    programs: [],
  }));
}
