import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
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

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
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
