import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { BrowserKind } from "../deploy/browser-policy.ts";
import type { BrowserProfile, InstalledExtension } from "../doctor/machine.ts";
import { systemCode } from "../platform/fault.ts";
import type { Surroundings } from "../platform/places.ts";

/** Where profiles lie below the home on Linux. */
const FOLDERS: Readonly<Record<BrowserKind, string>> = {
  chromium: ".config/chromium",
  chrome: ".config/google-chrome",
  edge: ".config/microsoft-edge",
  firefox: ".mozilla/firefox",
};

/** This user's profiles of a browser, by what the browser last wrote of them. Empty on other systems than Linux. */
export function browserProfiles(
  kind: BrowserKind,
  { platform, home }: Surroundings,
): readonly BrowserProfile[] {
  if (platform !== "linux") return [];
  const folder = join(home, FOLDERS[kind]);
  const read = kind === "firefox" ? firefoxExtensions : chromiumExtensions;
  return namesIn(folder).flatMap((name) => {
    const extensions = read(join(folder, name));
    return extensions === null ? [] : [{ name, extensions }];
  });
}

/** Places from which Chromium's family installs what the machine's policy says. */
const BY_POLICY: ReadonlySet<number> = new Set([7, 9]);

const Preferences = z.object({
  extensions: z.optional(
    z.object({
      settings: z.optional(
        z.record(
          z.string(),
          z.object({
            location: z.optional(z.number()),
            disable_reasons: z.optional(z.union([z.array(z.number()), z.number()])),
            manifest: z.optional(z.object({ version: z.optional(z.string()) })),
          }),
        ),
      ),
    }),
  ),
});

/** Null for a folder that is no profile. Windows keeps the list in the second file, Linux in the first. */
function chromiumExtensions(folder: string): readonly InstalledExtension[] | null {
  const files = ["Preferences", "Secure Preferences"].map((name) =>
    Preferences.safeParse(jsonIn(folder, name)),
  );
  if (files.every(({ success }) => !success)) return null;
  const settings = files.flatMap(({ data }) => Object.entries(data?.extensions?.settings ?? {}));
  return settings.map(([id, { location = 0, disable_reasons: reasons = [], manifest }]) => ({
    id,
    version: manifest?.version ?? null,
    isForced: BY_POLICY.has(location),
    isEnabled: reasons === 0 || (Array.isArray(reasons) && reasons.length === 0),
  }));
}

const Extensions = z.object({
  addons: z.array(
    z.object({
      id: z.string(),
      version: z.optional(z.string()),
      active: z.optional(z.boolean()),
      installTelemetryInfo: z.nullish(z.object({ source: z.optional(z.string()) })),
    }),
  ),
});

function firefoxExtensions(folder: string): readonly InstalledExtension[] | null {
  const { data } = Extensions.safeParse(jsonIn(folder, "extensions.json"));
  if (data === undefined) return null;
  return data.addons.map(({ id, version, active, installTelemetryInfo }) => ({
    id,
    version: version ?? null,
    isForced: installTelemetryInfo?.source === "enterprise-policy",
    isEnabled: active === true,
  }));
}

function jsonIn(folder: string, name: string): unknown {
  try {
    const json: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return json;
  } catch (error) {
    if (systemCode(error) === null && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return [];
  }
}
