import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { EVERYTHING } from "../../agent/journal/filter.ts";
import { JournalReader } from "../../agent/journal/reader.ts";
import { askStatus } from "../../agent/local-api/status.ts";
import { type Config, parseConfig } from "../../agent/platform/config.ts";
import { placesOf, surroundings } from "../../agent/platform/places.ts";
import { connectPrivately } from "../../agent/platform/socket.ts";
import { problemLine } from "../../agent/platform/yaml-file.ts";
import type { LicenseUse } from "../../shared/schema/license-use.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import { until } from "./until.ts";

const LANYARD = join(import.meta.dirname, "../../dist/agent/lanyard.cjs");
const run = promisify(execFile);

/** More events than any test makes. */
const MOST = 1_000_000;

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

  /** What it says of itself; null while nobody answers. */
  async status(): Promise<AgentStatus | null> {
    const { socket } = await this.#paths();
    const connection = await connectPrivately(socket).catch(() => null);
    return connection === null ? null : askStatus(connection);
  }

  /** The journal's events, oldest first; none where there is no journal yet. */
  async journal(): Promise<JournalRow[]> {
    const { journal } = await this.#paths();
    if (!existsSync(journal)) return [];
    const reader = new JournalReader(journal);
    try {
      return reader
        .newest(EVERYTHING, MOST)
        .map(({ sequence, event }) => Object.assign(event, { sequence }) as JournalRow);
    } finally {
      reader.close();
    }
  }

  /** Read at each look, since tests write the configuration anew. */
  async #paths(): Promise<Config> {
    const text = await readFile(this.#config, "utf8");
    const reading = parseConfig(this.#config, text, placesOf(surroundings()));
    if (!reading.ok) throw new Error(`${this.#config}: ${reading.problems.map(problemLine).join("\n")}`);
    return reading.value;
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
  readonly person?: string | null;
  readonly until?: number | null;
  readonly host?: string;
  /** What the person had declared that they work on. */
  readonly purpose?: string | null;
  /** What a permit stands on. */
  readonly licenses?: readonly LicenseUse[];
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
