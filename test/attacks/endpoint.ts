import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { frameOf, FrameReader } from "../../agent/local-api/frame.ts";
import { askStatus } from "../../agent/local-api/status.ts";
import { EVERYTHING } from "../../agent/journal/filter.ts";
import { JournalReader } from "../../agent/journal/reader.ts";
import { connectPrivately } from "../../agent/platform/socket.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import { AgentState } from "../../shared/wire/native.ts";
import type { RepositoryServer } from "../agent/distribution/repository-server.ts";
import { enforcedBy, type Enforced, type Victim } from "./stage.ts";

const PROGRAM = join(import.meta.dirname, "../../agent/main.ts");
const CLOCK = join(import.meta.dirname, "shift-clock.ts");

/** How an endpoint's process is started. */
export interface StartOptions {
  /** Modules that are loaded before the program. */
  readonly preload?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A real agent in a folder of its own, as its own process, with a clock that can be set. */
export class Endpoint implements Victim {
  readonly folder = mkdtempSync(join(tmpdir(), "lanyard-attack-"));
  readonly floor = join(this.folder, "state/distribution");
  readonly #server: RepositoryServer;
  readonly #config = join(this.folder, "agent.yaml");
  readonly #socket = join(this.folder, "run/agent.sock");
  #child: ChildProcess | null = null;
  /** What the agent that was started last wrote to stderr. */
  #said = "";
  #people = 0;
  #read = 0;

  constructor(server: RepositoryServer, root: string) {
    this.#server = server;
    writeFileSync(join(this.folder, "root.json"), root);
    writeFileSync(join(this.folder, "clock"), "0");
    this.#writePeople();
    writeFileSync(
      this.#config,
      `lanyard: 1
distribution: {url: "${server.url}", root: root.json}
people: people.yaml
person: ada@example.com
journal: state/journal.db
socket: run/agent.sock
`,
    );
  }

  /** Starts the agent; the promise is of its exit code or signal. */
  start({ preload = [], environment = {} }: StartOptions = {}): Promise<unknown> {
    const imports = [CLOCK, ...preload].flatMap((module) => ["--import", module]);
    const child = spawn(process.execPath, [...imports, PROGRAM, "agent", "run", "--config", this.#config], {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: this.folder,
        LANYARD_TEST_CLOCK: join(this.folder, "clock"),
        ...environment,
      },
    });
    this.#child = child;
    this.#said = "";
    child.stderr.on("data", (chunk: Buffer) => (this.#said += chunk.toString()));
    return once(child, "exit");
  }

  /** Waits until the agent that runs has finished a look. */
  async looked(): Promise<void> {
    await this.#until("the agent looks", async () => (await this.#nextLook()) !== null);
  }

  async look(): Promise<void> {
    const [before, tries] = [await this.#nextLook(), this.#server.tries];
    this.#writePeople();
    await this.#until("the agent looks again", async () => {
      const next = this.#server.tries === tries ? null : await this.#nextLook();
      return next !== null && next !== before;
    });
  }

  async restart(): Promise<void> {
    await this.kill();
    void this.start();
    await this.looked();
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  setClock(offset: number): Promise<void> {
    writeFileSync(join(this.folder, "clock"), String(offset));
    return Promise.resolve();
  }

  async enforced(): Promise<Enforced> {
    const socket = await connectPrivately(this.#socket);
    const reader = new FrameReader(64_000_000);
    const hello = { type: "hello", protocol: 1, extension: "lanyard", version: "1.0.0", instance: "witness" };
    socket.write(frameOf(Buffer.from(JSON.stringify({ ...hello, browser: "Witness" }))));
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>)
        for (const content of reader.read(chunk)) {
          const state = AgentState.safeParse(JSON.parse(content.toString()));
          if (state.success) return enforcedBy(state.data.clearance);
        }
    } finally {
      socket.destroy();
    }
    throw new Error("The agent told no state.");
  }

  records(): Promise<readonly string[]> {
    const reader = new JournalReader(join(this.folder, "state/journal.db"));
    const entries = reader.newest(EVERYTHING, 10_000).filter(({ sequence }) => sequence > this.#read);
    reader.close();
    this.#read = entries.at(-1)?.sequence ?? this.#read;
    const details = entries.flatMap(({ event }) =>
      event.kind === "lifecycle" && event.part !== "people" && event.part !== "extension"
        ? [event.detail]
        : [],
    );
    return Promise.resolve(details);
  }

  /** Ends the agent and takes its folder away. */
  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Waits for a condition; throws where the agent ends meanwhile, or it does not come within two minutes. */
  async #until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + 120_000;
    while (!(await isSo())) {
      const child = this.#child;
      if (child === null || child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The agent ended: ${this.#said.slice(-500)}`);
      if (performance.now() > end) throw new Error(`In vain it was waited for this: ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  /** A change of the people makes an agent look: its person may be in another ring. */
  #writePeople(): void {
    this.#people += 1;
    const text = `people:\n  - {id: ada@example.com, groups: [engineering]}\n  - {id: n${this.#people}}\n`;
    writeFileSync(join(this.folder, "people.yaml"), text);
  }

  /** When the next look is due; null while one is running, or nobody answers yet. */
  async #nextLook(): Promise<number | null> {
    return (await this.#status())?.signed?.nextLook ?? null;
  }

  async #status(): Promise<AgentStatus | null> {
    try {
      return await askStatus(await connectPrivately(this.#socket));
    } catch {
      return null;
    }
  }
}
