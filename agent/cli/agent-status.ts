import type { AgentStatus, SignedStatus } from "../../shared/wire/local-api.ts";
import { askStatus } from "../local-api/status.ts";
import { PlatformError } from "../platform/fault.ts";
import { connectPrivately } from "../platform/socket.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";
import { knownBy } from "./whoami.ts";

/** `agent status`: what the running agent says of itself; 1 where it has problems, 3 where none runs. */
export async function agentStatus(given: Given): Promise<number> {
  const { socket } = await configOf(given);
  const status = await statusAt(socket);
  if (given.json) printJson(status);
  else for (const line of linesOf(status)) print(plain(line));
  return problemsOf(status).length === 0 ? EXIT.done : EXIT.found;
}

/** Asks the agent that listens there; throws a `CommandError` where none does. */
export async function statusAt(path: string): Promise<AgentStatus> {
  try {
    const status = await askStatus(await connectPrivately(path));
    if (status) return status;
    throw new CommandError("notRunning", `What answers at ${path} is no Lanyard agent.`);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    throw new CommandError(
      "notRunning",
      `The agent is not running. ${error.message} Start it: lanyard agent run`,
      error,
    );
  }
}

function problemsOf({ policy, journal, sockets, forward, identity }: AgentStatus): readonly string[] {
  const receivers = forward.map(({ to, place, problem }) =>
    problem === null ? null : `Receiver ${to} ${place}: ${problem}`,
  );
  return [
    ...policy.problems,
    journal.problem,
    sockets.problem,
    identity?.problem ?? null,
    ...receivers,
  ].filter((problem) => problem !== null);
}

function linesOf(status: AgentStatus): readonly string[] {
  const { policy, journal, extensions } = status;
  const megabytes = Math.round(status.residentBytes / 1_000_000);
  return [
    `Agent       ${status.version}, pid ${status.pid}, since ${moment(status.startedAt)}, ${megabytes} MB`,
    `For         ${status.person ?? "nobody"} at ${status.organization}`,
    ...identityLines(status),
    `Policy      ${policy.revision ?? "none"}, ${policy.rules} rules, from ${policy.directory}`,
    `Checked     ${policy.checkedAt === null ? "never" : moment(policy.checkedAt)}`,
    ...(status.signed === null ? [] : signedLines(status.signed)),
    `Journal     ${journal.events} events in ${journal.file}`,
    `Sockets     ${socketWords(status.sockets)}`,
    ...status.forward.map(forwardLine),
    ...extensions.map(
      ({ browser, version, since }) => `Extension   ${version} in ${browser}, since ${moment(since)}`,
    ),
    ...(extensions.length === 0 ? ["Extension   none is connected"] : []),
    ...problemsOf(status).map((problem) => `Problem     ${problem}`),
  ];
}

/** Whoever signs in, where anybody does. */
function identityLines({ identity }: AgentStatus): readonly string[] {
  return identity === undefined || identity.provider === null
    ? []
    : [`Identity    known ${knownBy(identity)}`];
}

function signedLines(signed: SignedStatus): readonly string[] {
  const { release, policy, directives, issued, nextLook, ring, device, nudge, trustedTime, problem } = signed;
  const since = issued === null ? "nothing yet" : `signed ${moment(issued)}`;
  const next = nextLook === null ? "now" : moment(nextLook);
  return [
    `Signed      release ${release ?? "none"} (targets ${policy}), directives ${directives}, ${since}`,
    `Looks       next ${next}, nudge ${nudge}, trusted time ${moment(trustedTime)}`,
    `Device      ${device}, at ${ring.toFixed(2)} % of the ring`,
    ...(problem === null ? [] : [`Newest      is not enforced: ${problem}`]),
  ];
}

function socketWords({ port, open, passed, unseen, refused }: AgentStatus["sockets"]): string {
  if (port === null) return "closed: the proxy does not listen";
  return `localhost:${port}; ${open} open, ${passed} passed, ${unseen} stopped unseen, ${refused} refused`;
}

function forwardLine({ to, place, sentUpTo, behind, leftOut }: AgentStatus["forward"][number]): string {
  const far = behind === 0 ? "has everything" : `is ${behind} events behind`;
  const without = leftOut === 0 ? "" : `, would not have ${leftOut}`;
  return `Receiver    ${to} ${place} ${far}, up to ${sentUpTo}${without}`;
}

function moment(time: number): string {
  return new Date(time).toISOString();
}
