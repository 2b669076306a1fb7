import { existsSync } from "node:fs";
import { parseConfig, type Config } from "../platform/config.ts";
import { PlatformError } from "../platform/fault.ts";
import { placesOf, surroundings, systemConfigOf } from "../platform/places.ts";
import { readText } from "../platform/read-text.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";

/**
 * The configuration that `--config` names, or the administrator's for this machine, or the person's own; throws a
 * `CommandError` that says what is wrong with it.
 */
export async function configOf(given: Given): Promise<Config> {
  const around = surroundings();
  const places = placesOf(around);
  const everybody = systemConfigOf(around);
  const file = given.value("config") ?? (existsSync(everybody) ? everybody : places.config);
  const reading = parseConfig(file, await textOf(file), places);
  if (reading.ok) return reading.value;
  throw new CommandError(
    "found",
    `The configuration has problems.\n${reading.problems.map(problemLine).join("\n")}`,
  );
}

/** The text of a file that was named on the command line; `unreadable` where it cannot be had. */
export async function textOf(file: string): Promise<string> {
  try {
    return await readText(file);
  } catch (error) {
    if (error instanceof PlatformError) throw new CommandError("unreadable", error.message, error);
    throw error;
  }
}
