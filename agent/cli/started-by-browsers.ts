import { CommandError } from "./exit.ts";

/** The program's entry takes `native-host` before any command line is read; what comes here was mistyped. */
export function startedByBrowsers(): Promise<number> {
  return Promise.reject(new CommandError("usage", "Write native-host first, then its options."));
}
