import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./until.ts";

const LANYARD = join(import.meta.dirname, "../../dist/agent/lanyard.cjs");
const run = promisify(execFile);

/** What one command of `lanyard` printed, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command of the built `lanyard`. */
export async function lanyard(...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(process.execPath, [LANYARD, ...args], { maxBuffer: 1 << 28 });
    return { code: 0, stdout, stderr };
  } catch (cause) {
    const failed = cause as { code?: number; stdout?: string; stderr?: string };
    return { code: failed.code ?? 1, stdout: failed.stdout ?? "", stderr: failed.stderr ?? "" };
  }
}

/** A real agent, as its own process. */
export class AgentProcess {
  readonly #config: string;
  #child: ChildProcess | null = null;

  constructor(config: string) {
    this.#config = config;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [LANYARD, "agent", "run", "--config", this.#config], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#child = child;
    await until("the agent answers", async () => (await this.status()) !== null);
  }

  /** Ends it as a crash would: no goodbye. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** What `agent status --json` says; null while nobody answers. */
  async status(): Promise<Record<string, unknown> | null> {
    const { code, stdout } = await lanyard("agent", "status", "--json", "--config", this.#config);
    return code <= 1 ? (JSON.parse(stdout) as Record<string, unknown>) : null;
  }

  /** The journal's events, oldest first. */
  async journal(...filter: readonly string[]): Promise<JournalRow[]> {
    const { stdout } = await lanyard(
      "journal",
      "list",
      "--json",
      "--limit",
      "1000000",
      "--config",
      this.#config,
      ...filter,
    );
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as JournalRow);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const closed = once(child, "exit");
    child.kill(signal);
    await closed;
  }
}

/** What the end-to-end tests read of a journal row. */
export interface JournalRow {
  readonly sequence: number;
  readonly id: string;
  readonly kind: string;
  readonly time: number;
  readonly effect?: string;
  readonly ground?: string;
  readonly model?: string | null;
  readonly modelAsSent?: string | null;
  readonly pageNamed?: readonly string[] | null;
  readonly service?: string;
  readonly operation?: string;
  readonly inspectable?: boolean;
  readonly rules?: readonly string[];
  readonly because?: string;
  readonly host?: string;
  readonly of?: string;
  readonly verdict?: string;
  readonly ended?: boolean;
  /** Of a question to the person: `go`, `no` or `timeout`. */
  readonly answer?: string;
  readonly what?: string;
  readonly part?: string;
  readonly count?: number;
  readonly detail?: string;
  /** Of what came into force: when it was signed, and the milliseconds from then on. */
  readonly issued?: number | null;
  readonly took?: number | null;
}
