import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { passwordFor } from "../../../agent/proxy/challenge.ts";
import { SocketProxy, type Bounds } from "../../../agent/proxy/socket-proxy.ts";
import type { UpstreamProxy } from "../../../agent/platform/config.ts";

/** The host that the proxies of the tests take for an AI service's. It is this machine, so that nothing else is asked. */
export const SERVICE = "localhost";

/** A proxy that knows `localhost` as an AI service's host, and what it said was unseen. */
export async function startProxy(
  options: { bounds?: Partial<Bounds>; upstream?: UpstreamProxy } = {},
): Promise<{ proxy: SocketProxy; port: number; unseen: string[] }> {
  const unseen: string[] = [];
  const proxy = new SocketProxy({
    find: (host) => (host === SERVICE ? "*.localhost" : null),
    upstream: () => options.upstream ?? null,
    unseen: (host) => unseen.push(host),
    bounds: { asking: 8, open: 8, patience: 2_000, ...options.bounds },
  });
  await proxy.listen(0);
  onTestFinished(() => proxy.close());
  return { proxy, port: proxy.port ?? 0, unseen };
}

/** A server on loopback that says its bytes back, with `echo: ` before the first. */
export async function startEcho(): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on("error", () => socket.destroy()));
    socket.write("echo: ");
    socket.pipe(socket);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const one of open) one.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** A client that speaks in bytes. */
export class Client {
  text = "";
  closed = false;
  readonly socket: Socket;
  readonly #changed = new EventTarget();

  constructor(port: number, address = "127.0.0.1") {
    this.socket = connect(port, address);
    this.socket.on("data", (chunk) => this.#note(chunk.toString("latin1")));
    this.socket.on("error", () => undefined);
    this.socket.on("close", () => {
      this.closed = true;
      this.#note("");
    });
    onTestFinished(() => void this.socket.destroy());
  }

  #note(text: string): void {
    this.text += text;
    this.#changed.dispatchEvent(new Event("change"));
  }

  /** Asks for a host and port, with this user and password or none. */
  ask(authority: string, answer?: string): void {
    const password =
      answer === undefined ? "" : `Proxy-Authorization: Basic ${Buffer.from(answer).toString("base64")}\r\n`;
    this.socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${password}\r\n`);
  }

  /** Waits until what came is as wanted, and takes it away. */
  async heard(wanted: RegExp): Promise<string> {
    while (!wanted.test(this.text)) {
      if (this.closed) throw new Error(`It closed, and had said: ${this.text}`);
      await once(this.#changed, "change");
    }
    const { text } = this;
    this.text = "";
    return text;
  }

  async end(): Promise<void> {
    while (!this.closed) await once(this.#changed, "change");
  }

  /** The status of the next answer, and the nonce where it asks. */
  async answer(): Promise<{ status: number; nonce: string }> {
    const text = await this.heard(/\r\n\r\n/);
    return {
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
      nonce: /realm="([^"]*)"/.exec(text)?.[1] ?? "",
    };
  }

  /** Asks, and gives the nonce that comes. */
  async nonce(authority: string): Promise<string> {
    this.ask(authority);
    return (await this.answer()).nonce;
  }
}

/** What the extension would answer. */
export function credentials(proxy: SocketProxy, nonce: string, host: string, port: number): string {
  return `${nonce}:${passwordFor(proxy.secret, nonce, host, port)}`;
}
