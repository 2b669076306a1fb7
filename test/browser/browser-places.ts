import { posix, win32 } from "node:path";

/** The browsers that Lanyard enforces in and that can be launched here. */
export type BrowserKind = "chromium" | "chrome" | "edge";

/** One place where a browser may be. */
export interface BrowserPlace {
  readonly kind: BrowserKind;
  readonly executable: string;
}

const LINUX_NAMES: readonly (readonly [BrowserKind, string])[] = [
  ["chromium", "chromium"],
  ["chromium", "chromium-browser"],
  ["chrome", "google-chrome"],
  ["chrome", "google-chrome-stable"],
  ["edge", "microsoft-edge"],
  ["edge", "microsoft-edge-stable"],
];

const LINUX_PLACES: readonly (readonly [BrowserKind, string])[] = [
  ["chromium", "/usr/bin/chromium"],
  ["chromium", "/usr/lib/chromium/chromium"],
  ["chrome", "/opt/google/chrome/chrome"],
  ["edge", "/opt/microsoft/msedge/msedge"],
];

const MAC_PLACES: readonly (readonly [BrowserKind, string])[] = [
  ["chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium"],
  ["chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
  ["edge", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"],
];

const WINDOWS_PLACES: readonly (readonly [BrowserKind, string])[] = [
  ["chromium", "Chromium\\Application\\chrome.exe"],
  ["chrome", "Google\\Chrome\\Application\\chrome.exe"],
  ["edge", "Microsoft\\Edge\\Application\\msedge.exe"],
];

/** Where a browser may be on this system, the likeliest to serve first; nothing is looked at. */
export function browserPlaces(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly BrowserPlace[] {
  if (platform === "darwin") return macPlaces(environment["HOME"] ?? "/");
  if (platform === "win32") return windowsPlaces(environment);
  return linuxPlaces(environment["PATH"] ?? "");
}

function linuxPlaces(path: string): readonly BrowserPlace[] {
  const folders = path.split(":").filter((folder) => posix.isAbsolute(folder));
  const onPath = LINUX_NAMES.flatMap(([kind, name]) =>
    folders.map((folder) => ({ kind, executable: posix.join(folder, name) })),
  );
  const all = [...onPath, ...LINUX_PLACES.map(([kind, executable]) => ({ kind, executable }))];
  // A snap sees neither our profile nor our policy: it comes last.
  return [...all.filter((place) => !isSnap(place)), ...all.filter(isSnap)];
}

function isSnap(place: BrowserPlace): boolean {
  return place.executable.startsWith("/snap/");
}

function macPlaces(home: string): readonly BrowserPlace[] {
  return ["", home].flatMap((root) =>
    MAC_PLACES.map(([kind, place]) => ({ kind, executable: posix.join(root, place) })),
  );
}

function windowsPlaces(environment: Readonly<Record<string, string | undefined>>): readonly BrowserPlace[] {
  const roots = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]
    .map((name) => environment[name])
    .filter((root) => root !== undefined);
  return WINDOWS_PLACES.flatMap(([kind, place]) =>
    roots.map((root) => ({ kind, executable: win32.join(root, place) })),
  );
}
