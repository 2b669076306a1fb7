import { chmodSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { systemCode, systemWords } from "../platform/fault.ts";
import { isPipe, surroundings } from "../platform/places.ts";
import type { Family } from "./browsers.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { familyOf, hostManifest } from "./host-manifest.ts";
import { placesToInstall, scopeOf, type InstallPlace } from "./install-places.ts";
import { launcherText } from "./launcher.ts";
import { print, printJson } from "./print.ts";

/** `browser install`: writes host manifest and launcher for each browser found; registry commands are printed, not run. */
export async function browserInstall(given: Given): Promise<number> {
  const ids = idsByFamily(given.values("extension-id"));
  const scope = scopeOf(given);
  const socket = await socketFor(given, scope === "system");
  const launcher = launcherText(surroundings().platform, {
    node: process.execPath,
    program: realpathSync(process.argv[1] ?? ""),
    socket,
  });
  const places = placesToInstall(scope).flatMap((place) => withFamily(place, ids));
  if (places.length === 0)
    throw new CommandError(
      "found",
      "No browser for these extension ids was found. Name its folder with --dir.",
    );
  for (const { place, family } of places)
    writePlace(place, launcher, hostManifest(family, place.launcher, ids[family]));
  tell(
    given,
    places.map(({ place }) => place),
  );
  return EXIT.done;
}

type Ids = Readonly<Record<Family, readonly string[]>>;

function idsByFamily(ids: readonly string[]): Ids {
  if (ids.length === 0) throw new CommandError("usage", "--extension-id is missing.");
  const stranger = ids.find((id) => familyOf(id) === null);
  if (stranger !== undefined)
    throw new CommandError(
      "usage",
      `"${stranger}" is no extension id. Chromium's have 32 letters from a to p, Firefox's look like name@company.`,
    );
  return {
    chromium: ids.filter((id) => familyOf(id) === "chromium"),
    firefox: ids.filter((id) => familyOf(id) === "firefox"),
  };
}

/** For every user of a machine there is no one socket: there the host finds its user's own, unless a file names one. */
async function socketFor(given: Given, everybody: boolean): Promise<string | null> {
  if (everybody && given.value("config") === null) return null;
  const { socket } = await configOf(given);
  return isPipe(socket) && everybody ? null : socket;
}

interface FamilyPlace {
  readonly place: InstallPlace;
  readonly family: Family;
}

function withFamily(place: InstallPlace, ids: Ids): readonly FamilyPlace[] {
  if (place.family) return ids[place.family].length > 0 ? [{ place, family: place.family }] : [];
  if (ids.chromium.length > 0 && ids.firefox.length > 0)
    throw new CommandError(
      "usage",
      "One folder serves one kind of browser. Run this once for each kind of id.",
    );
  return [{ place, family: ids.chromium.length > 0 ? "chromium" : "firefox" }];
}

function writePlace({ folder, launcher, manifest }: InstallPlace, script: string, content: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(launcher, script);
    chmodSync(launcher, 0o755);
    writeFileSync(manifest, content);
    // Browsers of other users must be able to read a system-wide manifest, whatever the umask here is.
    chmodSync(manifest, 0o644);
  } catch (error) {
    if (systemCode(error) === null) throw error;
    throw new CommandError("unreadable", `${folder} cannot be written: ${systemWords(error)}.`, error);
  }
}

function tell(given: Given, places: readonly InstallPlace[]): void {
  const commands = places.flatMap(({ registryKey, manifest }) =>
    registryKey === null ? [] : [`reg add "${registryKey}" /ve /t REG_SZ /d "${manifest}" /f`],
  );
  if (given.json)
    return printJson({
      written: places.map(({ browser, manifest, launcher }) => ({ browser, manifest, launcher })),
      commands,
    });
  for (const { browser, manifest, launcher } of places) {
    print(`${browser}: wrote ${manifest}`);
    print(`${browser}: wrote ${launcher}`);
  }
  for (const command of commands) print(`Now run: ${command}`);
}
