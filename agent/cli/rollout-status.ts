import { momentWords } from "../policy-tools/change-words.ts";
import { rolloutOf, type EnforcedState, type Newest, type Rollout } from "../publishing/rollout.ts";
import { reportsAtBroker, reportsInFolder, type FoundReports } from "../publishing/reports.ts";
import { deskOf, type Desk } from "./desk.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** Endpoints behind that are listed; the JSON has all. */
const SHOWN = 20;
const BAR = 30;

/** `rollout status`: what endpoints say that they enforce; 1 where any is behind. */
export async function rolloutStatus(given: Given): Promise<number> {
  const { reports, unreadable } = await reportsGiven(given);
  const rollout = rolloutOf(reports, await newestOut(given));
  if (given.json) printJson({ ...rollout, unreadable });
  else for (const line of [...linesOf(rollout), ...unreadableLine(unreadable)]) print(plain(line));
  return rollout.behind.length === 0 ? EXIT.done : EXIT.found;
}

async function reportsGiven(given: Given): Promise<FoundReports> {
  const [folder, broker] = [given.value("folder"), given.value("broker")];
  if (folder !== null) return await reportsInFolder(folder);
  if (broker === null) return await reportsOfDesk(await deskOf(given));
  const topic = given.value("topic");
  if (topic === null)
    throw new CommandError("usage", "--topic is missing: the topic below which endpoints report.");
  return await reportsAtBroker({ url: broker, topic }, ".");
}

async function reportsOfDesk({ settings, folder, at }: Desk): Promise<FoundReports> {
  if (settings.nudge) return await reportsAtBroker(settings.nudge, folder);
  if (settings.reports !== undefined) return await reportsInFolder(at(settings.reports));
  throw new CommandError(
    "usage",
    "publisher.yaml has no `nudge` and no `reports`. Say --folder or --broker.",
  );
}

/** The versions that this desk has published; null where it is named by nothing but a folder or a broker. */
async function newestOut(given: Given): Promise<Newest | null> {
  const isElsewhere = given.value("folder") !== null || given.value("broker") !== null;
  if (isElsewhere && given.value("desk") === null) return null;
  const { repository } = await deskOf(given);
  const { targets, directives } = await repository.state();
  return { policy: targets.signed.version, directives: directives.signed.version };
}

function linesOf({ endpoints, newest, states, secondsToEnforce, behind }: Rollout): readonly string[] {
  if (endpoints === 0) return ["No endpoint has reported."];
  const width = Math.max(...states.map((state) => nameOf(state).length));
  return [
    `${endpoints} endpoints. Newest is policy ${newest.policy}, directives ${newest.directives}.`,
    ...states.map((state) => stateLine(state, width)),
    secondsToEnforce === null
      ? "No endpoint can say yet how long the newest state took."
      : `From signing to enforcing: median ${seconds(secondsToEnforce.median)}, 95 % within ${seconds(secondsToEnforce.p95)} (${secondsToEnforce.of} endpoints).`,
    ...(behind.length === 0 ? ["None is behind."] : [`Behind are ${behind.length}:`]),
    ...behind
      .slice(0, SHOWN)
      .map(
        ({ device, problem, at, ...state }) =>
          `  ${device}  ${nameOf(state)}  ${problem ?? "not there yet"}  said ${momentWords(at)}`,
      ),
    ...(behind.length > SHOWN ? [`  and ${behind.length - SHOWN} more: --json lists all.`] : []),
  ];
}

function stateLine(state: EnforcedState, width: number): string {
  const filled = Math.round(state.share * BAR);
  const bar = "█".repeat(filled) + "░".repeat(BAR - filled);
  return `  ${nameOf(state).padEnd(width)}  ${bar} ${(state.share * 100).toFixed(1).padStart(5)} %  ${state.endpoints}`;
}

function nameOf({
  release,
  policy,
  directives,
}: Pick<EnforcedState, "release" | "policy" | "directives">): string {
  return `${release ?? "nothing"} (policy ${policy}, directives ${directives})`;
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} s`;
}

function unreadableLine(unreadable: number): readonly string[] {
  return unreadable === 0 ? [] : [`${unreadable} reports cannot be read, and are not counted.`];
}
