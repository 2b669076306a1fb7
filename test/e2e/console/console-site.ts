import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { PEOPLE, POLICY } from "../../agent/running.ts";
import { Talk } from "../../agent/talk.ts";
import { AgentProcess } from "../agent-process.ts";
import { until } from "../until.ts";

const LANYARD = join(import.meta.dirname, "../../../dist/agent/lanyard.cjs");

/** A real agent with its journal, something that reports to it as an extension does, and consoles on that journal. */
export class ConsoleSite {
  readonly folder: string;
  readonly agent: AgentProcess;
  readonly #children: ChildProcess[] = [];
  #talk: Talk | null = null;

  private constructor(folder: string) {
    this.folder = folder;
    this.agent = new AgentProcess(join(folder, "agent.yaml"));
  }

  static async open(): Promise<ConsoleSite> {
    const folder = await mkdtemp(join(tmpdir(), "lanyard-console-e2e-"));
    await mkdir(join(folder, "policy"));
    await writeFile(join(folder, "policy/main.yaml"), POLICY);
    await writeFile(join(folder, "people.yaml"), PEOPLE);
    await writeFile(
      join(folder, "agent.yaml"),
      "lanyard: 1\npolicy: policy\npeople: people.yaml\nperson: ada@example.com\njournal: state/journal.db\nsocket: run/agent.sock\n",
    );
    const site = new ConsoleSite(folder);
    await site.agent.start();
    const socket = connect(join(folder, "run/agent.sock"));
    await once(socket, "connect");
    site.#talk = new Talk(socket, socket);
    site.#talk.hello();
    await site.#talk.state();
    return site;
  }

  /** The revision that the agent's decisions are under. */
  async revision(): Promise<string> {
    const state = await this.#talk?.state();
    return state?.clearance?.revision ?? "";
  }

  /** Reports events, and waits until they are durable. */
  async report(events: readonly AuditEvent[]): Promise<void> {
    this.#talk?.send({ type: "events", events: [...events] });
    await this.#talk?.stored(events.map(({ id }) => id));
  }

  /** Starts a console; the address that it prints. */
  async console(...args: readonly string[]): Promise<string> {
    const words = ["console", "--json", "--no-open", "--config", join(this.folder, "agent.yaml"), ...args];
    const child = spawn(process.execPath, [LANYARD, ...words], { stdio: ["ignore", "pipe", "inherit"] });
    this.#children.push(child);
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    return (JSON.parse(line) as { readonly url: string }).url;
  }

  /** Ends the newest console as Ctrl-C does; its exit code. */
  async endConsole(): Promise<number | null> {
    const child = this.#children.pop();
    if (child === undefined) return null;
    const ended = once(child, "exit");
    child.kill("SIGINT");
    const [code] = (await ended) as [number | null];
    return code;
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await this.agent.stop();
    await until("the folder is gone", async () => {
      await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
      return true;
    });
  }
}
