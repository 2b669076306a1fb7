import { join, resolve } from "node:path";
import { surroundings } from "../platform/places.ts";
import { browserPlaces, foundBrowsers, type Family, type Scope } from "./browsers.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { MANIFEST_FILE } from "./host-manifest.ts";
import { launcherFile } from "./launcher.ts";

/** One place that a registration is written to. */
export interface InstallPlace {
  readonly browser: string;
  /** Null: a folder that was named, which takes whatever the ids are for. */
  readonly family: Family | null;
  readonly folder: string;
  readonly manifest: string;
  readonly launcher: string;
  readonly registryKey: string | null;
}

/** Which of `--user`, `--system` and `--dir` was typed; at most one may be. */
export function scopeOf(given: Given): Scope | { readonly dir: string } {
  const dir = given.value("dir");
  const typed = [given.flag("user"), given.flag("system"), dir !== null].filter(Boolean).length;
  if (typed > 1) throw new CommandError("usage", "Write one of --user, --system and --dir.");
  if (dir !== null) return { dir: resolve(dir) };
  return given.flag("system") ? "system" : "user";
}

/** The places to write to: the browsers found, or one folder. */
export function placesToInstall(scope: Scope | { readonly dir: string }): readonly InstallPlace[] {
  if (typeof scope !== "string") return [placeIn("folder", null, scope.dir, null)];
  const found = foundBrowsers(surroundings(), scope);
  return found.map(({ name, family, folder, registryKey }) => placeIn(name, family, folder, registryKey));
}

/** The places to clean: every browser that we know, found or not. */
export function placesToClean(scope: Scope | { readonly dir: string }): readonly InstallPlace[] {
  if (typeof scope !== "string") return placesToInstall(scope);
  const known = browserPlaces(surroundings(), scope);
  return known.map(({ name, family, folder, registryKey }) => placeIn(name, family, folder, registryKey));
}

function placeIn(
  browser: string,
  family: Family | null,
  folder: string,
  registryKey: string | null,
): InstallPlace {
  return {
    browser,
    family,
    folder,
    manifest: join(folder, MANIFEST_FILE),
    launcher: join(folder, launcherFile(surroundings().platform)),
    registryKey,
  };
}
