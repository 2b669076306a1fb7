import type { SocketSettings } from "./config.ts";
import type { Surroundings } from "./places.ts";

const NAMES = ["https_proxy", "http_proxy", "all_proxy"];

/**
 * What traffic that is no socket of an AI service gets of the browser's proxy setting: what the configuration says,
 * or DIRECT where this machine plainly has no proxy. Null where nobody can tell: then the setting is left alone.
 */
export function otherwiseOf(
  { otherwise }: SocketSettings,
  { platform, environment }: Pick<Surroundings, "platform" | "environment">,
): string | null {
  if (otherwise !== null) return otherwise;
  const hasProxy = NAMES.some((name) => environment[name] || environment[name.toUpperCase()]);
  return platform === "linux" && !hasProxy ? "DIRECT" : null;
}
