import { parseConfig, type Config } from "../../../agent/platform/config.ts";
import type { Places } from "../../../agent/platform/places.ts";
import { problemLine } from "../../../agent/platform/yaml-file.ts";

/** Where things are for Ada on Linux. */
const PLACES: Places = {
  config: "/home/ada/.config/lanyard/agent.yaml",
  state: "/home/ada/.local/state/lanyard",
  socket: "/run/user/1000/lanyard/agent.sock",
};

/** The configuration that a text is; throws its problems where it is none. */
export function parsed(text: string): Config {
  const reading = parseConfig("/etc/lanyard/agent.yaml", text, PLACES);
  if (!reading.ok) throw new Error(problems(text).join("\n"));
  return reading.value;
}

/** What is wrong with a text as a configuration, one sentence each. */
export function problems(text: string): readonly string[] {
  const reading = parseConfig("/etc/lanyard/agent.yaml", text, PLACES);
  return reading.ok ? [] : reading.problems.map(problemLine);
}
