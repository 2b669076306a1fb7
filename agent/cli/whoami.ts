import type { Identity } from "../../shared/wire/identity.ts";
import { statusAt } from "./agent-status.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** `whoami`: who uses this device to Lanyard, how that is known and until when; 1 where nobody is known. */
export async function whoami(given: Given): Promise<number> {
  const { socket } = await configOf(given);
  const { identity } = await statusAt(socket);
  if (identity === undefined)
    throw new CommandError("notRunning", "The agent is of a version without sign-in. Restart it.");
  if (given.json) printJson(identity);
  else for (const line of linesOf(identity)) print(plain(line));
  return identity.person === null ? EXIT.found : EXIT.done;
}

function linesOf(identity: Identity): readonly string[] {
  const { person, name, problem, can } = identity;
  return [
    `You are     ${name === null || person === null ? (person ?? "nobody to Lanyard") : `${name} (${person})`}`,
    `Known       ${knownBy(identity)}`,
    ...(problem === null ? [] : [`Problem     ${problem}`]),
    ...(can.sign_in ? ["Sign in     lanyard sign-in"] : []),
  ];
}

/** How a person is known, as one line. */
export function knownBy({ person, how, provider, until }: Identity): string {
  if (person === null) return provider === null ? "by nothing" : `by signing in at ${provider}: nobody has`;
  if (how === "account") return "by the account of this machine";
  if (how === "configured") return "by the configuration of this machine";
  const end = until === null ? "" : `, until ${new Date(until).toISOString()}`;
  return `by signing in at ${provider ?? "a provider"}${end}`;
}
