import packageFile from "../../package.json" with { type: "json" };
import { runAgent } from "../daemon/main.ts";
import { PlatformError } from "../platform/fault.ts";
import { placesOf, surroundings } from "../platform/places.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** `agent run`: the agent in the foreground, for a terminal or a service manager. */
export async function agentRun(given: Given): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const config = await configOf(given);
  const say = (line: string): void => {
    if (given.json) printJson({ time: Date.now(), line });
    else print(plain(line));
  };
  try {
    await runAgent({
      config,
      places: placesOf(surroundings()),
      version: packageFile.version,
      signal: stop.signal,
      say,
    });
  } catch (error) {
    if (error instanceof PlatformError) throw new CommandError("refused", error.message, error);
    throw error;
  }
  return EXIT.done;
}
