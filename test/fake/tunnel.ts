import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** A company's own proxy as the tests have it: whatever host is asked for, one port on loopback is reached. */
export interface Tunnel {
  readonly port: number;
  /** Hosts and ports that were asked for, in order. */
  readonly asked: readonly string[];
  /** Leads what is asked for from now on to another port. */
  to(port: number): void;
}

/** Starts a CONNECT proxy on 127.0.0.1 until the signal ends it. */
export async function startTunnel(signal: AbortSignal, target: number): Promise<Tunnel> {
  const asked: string[] = [];
  const open = new Set<Duplex>();
  let port = target;
  const server = createServer();
  server.on("connect", ({ url = "" }, client: Duplex, head: Buffer) => {
    asked.push(url);
    const service = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      service.write(head);
      client.pipe(service).pipe(client);
    });
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      open.add(one);
      one.on("error", () => one.destroy());
      one.once("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  signal.addEventListener("abort", () => {
    server.close();
    for (const one of open) one.destroy();
  });
  return { port: (server.address() as AddressInfo).port, asked, to: (next) => void (port = next) };
}
