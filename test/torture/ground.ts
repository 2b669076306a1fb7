import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decisionEvents } from "../agent/sample-events.ts";
import { Client } from "./client.ts";

const LANYARD = join(import.meta.dirname, "../../dist/agent/lanyard.cjs");
const WRITER = join(import.meta.dirname, "writer.ts");

const POLICY = `lanyard: 1
organization: Example Corp
levels: [open]
unidentified: forbid
rules:
  - {id: all, permit: [chat], models: ["*"], who: everyone}
`;

/** A folder in which an agent lives and dies. */
export class Ground {
  readonly folder = mkdtempSync(join(tmpdir(), "lanyard-torture-"));
  readonly journal = join(this.folder, "state/journal.db");
  readonly witness = join(this.folder, "witness");
  readonly #config = join(this.folder, "agent.yaml");
  readonly #socket = join(this.folder, "run/agent.sock");

  constructor() {
    mkdirSync(join(this.folder, "policy"));
    writeFileSync(join(this.folder, "policy/main.yaml"), POLICY);
    writeFileSync(join(this.folder, "people.yaml"), "people:\n  - {id: ada@example.com}\n");
    writeFileSync(
      this.#config,
      "lanyard: 1\npolicy: policy\npeople: people.yaml\nperson: ada@example.com\njournal: state/journal.db\nsocket: run/agent.sock\nwitness: {folder: witness}\n",
    );
  }

  /**
   * Starts the agent, reports to it until `acknowledged` events are durable and a moment more, and kills it; the ids that
   * were acknowledged. `before`: of the last one killed, which are sent again.
   */
  async killAgent(
    run: string,
    acknowledged: number,
    moment: number,
    before: readonly string[],
  ): Promise<readonly string[]> {
    const agent = spawn(process.execPath, [LANYARD, "agent", "run", "--config", this.#config], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await written(agent, "Listening on");
    const client = await Client.at(this.#socket, run);
    client.again(before);
    await until(() => client.acknowledged.length >= acknowledged, agent);
    await kill(agent, moment);
    client.end();
    return client.acknowledged;
  }

  /** Starts a process that only commits, and kills it; the ids of what was durable by its own word. */
  async killWriter(run: string, commits: number, moment: number): Promise<readonly string[]> {
    const key = join(this.folder, "state/device-key");
    const writer = spawn(process.execPath, [WRITER, this.journal, key, run], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    writer.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await until(() => said.split("\n").length > commits, writer);
    await kill(writer, moment);
    // The last line may be torn: what it would have said was not said.
    return said
      .split("\n")
      .slice(0, -1)
      .flatMap((line) => {
        const [batch, count] = line.split(" ");
        return decisionEvents(Number(count), `${run}-${batch}`).map(({ id }) => id);
      });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function kill(process: ChildProcess, moment: number): Promise<void> {
  const ended = process.exitCode === null && process.signalCode === null ? once(process, "close") : null;
  await new Promise((resolve) => setTimeout(resolve, moment));
  process.kill("SIGKILL");
  await ended;
}

async function written(child: ChildProcess, wanted: string): Promise<void> {
  let all = "";
  child.stdout?.on("data", (chunk: Buffer) => (all += chunk.toString()));
  await until(() => all.includes(wanted), child);
}

/** Asks each millisecond, since what is waited for lasts few of them; fails where the process ends before. */
async function until(isSo: () => boolean, child: ChildProcess): Promise<void> {
  while (!isSo()) {
    if (child.exitCode !== null) throw new Error(`The process ended by itself, with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
