import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import packageFile from "../../package.json" with { type: "json" };
import { serveConsole, type ConsoleOptions } from "../console/serve.ts";
import { openInBrowser } from "../console/open-in-browser.ts";
import { floorFolder } from "../platform/config.ts";
import { PlatformError } from "../platform/fault.ts";
import { placesOf, surroundings } from "../platform/places.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { keysGiven, witnessedGiven } from "./journal-verify.ts";
import { note, print, printJson } from "./print.ts";

/** What is to be opened. */
type Opened = Pick<ConsoleOptions, "journals" | "policy" | "people">;

/** `console`: serves the page of the journal on 127.0.0.1 until Ctrl-C or SIGTERM. */
export async function consoleCommand(given: Given): Promise<number> {
  const opened = await openedBy(given);
  const stop = new AbortController();
  const stopped = Promise.withResolvers<void>();
  stop.signal.addEventListener("abort", () => stopped.resolve());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const program = realpathSync(process.argv[1] ?? "");
  try {
    const { address, entered } = await serveConsole({
      ...opened,
      keys: await keysGiven(given),
      witnessed: await witnessedGiven(given),
      program,
      version: packageFile.version,
      page: pageBeside(program),
      port: portOf(given),
      signal: stop.signal,
    });
    if (given.json) printJson({ url: address, pid: process.pid });
    else print(`${address}\nThis address works once. Ctrl-C ends the console.`);
    if (!given.flag("no-open") && !(await openInBrowser(address, entered, stop.signal)))
      note("No browser could be opened. Open the address yourself.");
  } catch (error) {
    if (error instanceof PlatformError) throw new CommandError("unreadable", error.message, error);
    throw error;
  }
  await stopped.promise;
  return EXIT.done;
}

/** Files that are named stand alone, unless a configuration is named as well: then its policy explains them. */
async function openedBy(given: Given): Promise<Opened> {
  const files = given.values("file");
  const isNamed = given.value("config") !== null;
  for (const file of files)
    if (!existsSync(file)) throw new CommandError("unreadable", `There is no journal or export at ${file}.`);
  if (files.length > 0 && !isNamed && !existsSync(placesOf(surroundings()).config))
    return { journals: [...files], policy: null, people: null };
  const config = await configOf(given);
  const { journal, policy, people } = config;
  const place = "folder" in policy ? { folder: policy.folder } : { kept: floorFolder(config) };
  return { journals: files.length > 0 ? [...files] : [journal], policy: place, people };
}

function portOf(given: Given): number {
  const typed = given.value("port") ?? "0";
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 65_536;
  if (port <= 65_535) return port;
  throw new CommandError("usage", `--port "${typed}" is none. Write a number up to 65535; 0 is any.`);
}

/** The page is built beside the program; from source it is where the build puts both. */
function pageBeside(program: string): string {
  const folder = dirname(program);
  return basename(program) === "main.ts" ? join(folder, "../dist/agent/console") : join(folder, "console");
}
