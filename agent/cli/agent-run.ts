import packageFile from "../../package.json" with { type: "json" };
import type { Config } from "../platform/config.ts";
import { PlatformError } from "../platform/fault.ts";
import { placesOf, surroundings, type Places } from "../platform/places.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { plain, print, printJson } from "./print.ts";
import type { Run } from "./run.ts";

/**
 * Runs an agent until the signal; throws a `PlatformError` where it may not. The program's entry gives it: the command
 * line itself knows the daemon by its messages alone.
 */
export type RunAgent = (options: {
  readonly config: Config;
  readonly places: Places;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}) => Promise<void>;

/** `agent run`: the agent in the foreground, for a terminal or a service manager. */
export function agentRun(runAgent: RunAgent): Run {
  return async (given) => {
    const stop = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
    // Other commands end where nobody reads them; an agent goes on whether or not its log does.
    process.stdout.removeAllListeners("error").on("error", () => undefined);
    const config = await configOf(given);
    const say = (line: string): void => {
      if (given.json) printJson({ time: Date.now(), line });
      else print(plain(line));
    };
    try {
      const places = placesOf(surroundings());
      await runAgent({ config, places, version: packageFile.version, signal: stop.signal, say });
    } catch (error) {
      if (error instanceof PlatformError) throw new CommandError("refused", error.message, error);
      throw error;
    }
    return EXIT.done;
  };
}
