import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run, type Ran } from "../browser/run.ts";
import { until } from "../e2e/until.ts";
import { BUILT_AGENT } from "./build.ts";
import { startOnLeash } from "./on-leash.ts";
import type { Organization } from "./organization.ts";
import { TourError } from "./tour-error.ts";

/** Milliseconds the agent may take to answer for the first time. */
const PATIENCE = 15_000;

/** The agent, while it runs. */
export interface RunningAgent {
  /** Settles when its process has ended. */
  readonly ended: Promise<unknown>;
}

/** Starts the agent on the sample organization and waits until it answers. Errors: `agent_not_started`. */
export async function startAgent(
  organization: Organization,
  log: string,
  signal: AbortSignal,
): Promise<RunningAgent> {
  const child = startOnLeash([BUILT_AGENT, "agent", "run", "--config", organization.config], signal);
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const ended = once(child, "close").finally(() => file.end());
  const answers = async () => {
    signal.throwIfAborted();
    return (
      child.exitCode !== null ||
      (await lanyard(["agent", "status", "--config", organization.config])).status === 0
    );
  };
  await until("the agent answers", answers, PATIENCE);
  if (child.exitCode !== null) {
    throw new TourError(
      "agent_not_started",
      `The agent ended with status ${child.exitCode}. What it said is in ${log}.`,
    );
  }
  return { ended };
}

/** Registers the agent's native host for a browser profile. Errors: `host_not_registered`. */
export async function registerHost(
  organization: Organization,
  profile: string,
  extensionId: string,
): Promise<void> {
  const folder = join(profile, "NativeMessagingHosts");
  await mkdir(folder, { recursive: true });
  const { status, output } = await lanyard([
    "browser",
    "install",
    "--config",
    organization.config,
    "--extension-id",
    extensionId,
    "--dir",
    folder,
  ]);
  if (status !== 0)
    throw new TourError("host_not_registered", `\`lanyard browser install\` failed: ${output.trim()}`);
}

/** Runs one command of the built `lanyard`. */
export async function lanyard(parameters: readonly string[]): Promise<Ran> {
  return run(process.execPath, [BUILT_AGENT, ...parameters]);
}
