import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, connect } from "node:net";
import type { AddressInfo } from "node:net";
import { until } from "../e2e/until.ts";

/** A server that is no part of ours, as its own process. */
export class ServerProcess {
  readonly #child: ChildProcess;
  #said = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
  }

  /** Starts it and waits until its port takes connections; throws what it said where it ends before. */
  static async start(program: string, parameters: readonly string[], port: number): Promise<ServerProcess> {
    const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"] });
    const server = new ServerProcess(child);
    await until(`${program} listens`, async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended: ${server.#said}`);
      return takesConnections(port);
    });
    return server;
  }

  /** Milliseconds of processor time that it and its own processes have used. */
  async processorTime(): Promise<number> {
    const { pid } = this.#child;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
    const all = [String(pid), ...children.split(" ").filter((one) => one !== "")];
    const times = await Promise.all(all.map((one) => processorTimeOf(one)));
    return times.reduce((sum, time) => sum + time, 0);
  }

  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  /** Ends it as a crash does: it cannot finish anything. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill(signal);
    await ended;
  }
}

/** Milliseconds that each tick of the kernel's account stands for. */
const TICK = 10;

/** Of one process: the fourteenth and fifteenth field of its line, behind the name, which may hold anything. */
async function processorTimeOf(pid: string): Promise<number> {
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK;
}

/** A port on loopback that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
