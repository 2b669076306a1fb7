import { parseArgs } from "node:util";

/** How `npm start` was asked to run. */
export interface TourOptions {
  /** The real internet instead of the stand-ins. */
  readonly live: boolean;
  /** No window: the guided tour by itself. */
  readonly headless: boolean;
}

/** What `--help` shows. */
export const USAGE = `npm start [-- --live] [-- --headless]

Starts Lanyard for a sample organization: the agent, a browser with the extension, and stand-ins for the AI services.
  --headless   no window: the guided tour runs by itself (the default where there is no display)
  --live       the real internet instead of the stand-ins`;

/** Reads the command line; null where help is asked for. A wrong option is an error whose message names it. */
export function tourOptions(
  parameters: readonly string[],
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): TourOptions | null {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      live: { type: "boolean" },
      headless: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return null;
  return {
    live: values.live === true,
    headless: values.headless === true || !hasDisplay(platform, environment),
  };
}

function hasDisplay(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (platform === "darwin" || platform === "win32") return true;
  return Boolean(environment["DISPLAY"]) || Boolean(environment["WAYLAND_DISPLAY"]);
}
