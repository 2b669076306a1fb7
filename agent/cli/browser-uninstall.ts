import { existsSync, rmSync } from "node:fs";
import { systemCode, systemWords } from "../platform/fault.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { placesToClean, scopeOf } from "./install-places.ts";
import { print, printJson } from "./print.ts";

/** `browser uninstall`: removes what `browser install` wrote; registry commands are printed, not run. */
export function browserUninstall(given: Given): Promise<number> {
  const places = placesToClean(scopeOf(given));
  const removed = [...new Set(places.flatMap(({ manifest, launcher }) => [manifest, launcher]))].filter(
    remove,
  );
  const commands = places.flatMap(({ registryKey }) =>
    registryKey === null ? [] : [`reg delete "${registryKey}" /f`],
  );
  if (given.json) printJson({ removed, commands });
  else tell(removed, commands);
  return Promise.resolve(EXIT.done);
}

function remove(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    rmSync(file);
    return true;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    throw new CommandError("unreadable", `${file} cannot be removed: ${systemWords(error)}.`, error);
  }
}

function tell(removed: readonly string[], commands: readonly string[]): void {
  for (const file of removed) print(`Removed ${file}`);
  if (removed.length === 0) print("Nothing was registered here.");
  for (const command of commands) print(`Now run: ${command}`);
}
