import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const PROGRAM = join(import.meta.dirname, "../../agent/main.ts");

/** A policy that permits Claude to engineering and forbids Mythos 5. */
export const POLICY = `lanyard: 1
organization: Example Corp
levels: [open, standard, controlled]
unidentified: forbid
classify:
  - {models: ["anthropic/*"], level: standard}
rules:
  - {id: claude, permit: [chat], models: ["anthropic/*"], who: {groups: [engineering]}}
  - {id: informed, forbid: all, models: [anthropic/mythos-5], unless: [us-person], because: A license is required., instead: [anthropic/claude-opus-4-8]}
`;

/** The people of the tests. */
export const PEOPLE = `people:
  - {id: ada@example.com, name: Ada, groups: [engineering], level: controlled, us_person: proven}
  - {id: "007", name: Bond, groups: [engineering], level: standard}
`;

/** A folder with everything an agent needs, and the environment that keeps its processes inside. */
export interface Site {
  readonly folder: string;
  readonly config: string;
  readonly policy: string;
  readonly people: string;
  readonly journal: string;
  readonly socket: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Makes a site; `config` replaces its configuration. */
export function makeSite(config?: string): Site {
  const folder = temporaryFolder();
  const site: Site = {
    folder,
    config: join(folder, "agent.yaml"),
    policy: join(folder, "policy/main.yaml"),
    people: join(folder, "people.yaml"),
    journal: join(folder, "state/journal.db"),
    socket: join(folder, "run/agent.sock"),
    environment: {
      PATH: process.env["PATH"],
      HOME: folder,
      NO_COLOR: "1",
      // Else each process that a test starts compiles the whole program anew.
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      XDG_CONFIG_HOME: join(folder, "config"),
      XDG_STATE_HOME: join(folder, "xdg-state"),
      XDG_RUNTIME_DIR: join(folder, "runtime"),
    },
  };
  mkdirSync(join(folder, "policy"));
  writeFileSync(site.policy, POLICY);
  writeFileSync(site.people, PEOPLE);
  writeFileSync(
    site.config,
    config ??
      "lanyard: 1\npolicy: policy\npeople: people.yaml\nperson: ada@example.com\njournal: state/journal.db\nsocket: run/agent.sock\n",
  );
  return site;
}

/** Starts the program; it dies with the test at the latest. */
export function start(site: Site, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: site.environment, cwd: site.folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** What a command did. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export async function run(site: Site, args: readonly string[], input = ""): Promise<Ran> {
  const child = start(site, args);
  const ended = exitOf(child);
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

/** The exit code of a process, null where a signal ended it. */
export function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

/** Waits until a process has written a text to stdout; fails with what it wrote where it ends before. */
export function written(child: ChildProcess, wanted: string): Promise<string> {
  let all = "";
  return new Promise((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      all += chunk.toString();
      if (all.includes(wanted)) resolve(all);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("exit", () => reject(new Error(`The process ended, and wrote: ${all}`)));
  });
}

/** An agent that listens. */
export async function startAgent(site: Site): Promise<ChildProcessWithoutNullStreams> {
  const agent = start(site, ["agent", "run", "--config", site.config]);
  await written(agent, "Listening on");
  return agent;
}
