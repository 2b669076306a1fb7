import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { systemCode } from "../platform/fault.ts";

/** Ports that are tried where any will do: what IPv4 has free, another program may have under IPv6. */
const TRIES = 20;

/** What listens on loopback, under both of its addresses. */
export interface LoopbackServers {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on one port of 127.0.0.1 and of ::1, 0 for any port. A browser tries both for a name of this machine, so
 * neither may be left to another user's program; where the machine has no ::1, nobody can have it. Throws the system's
 * error where another program has the port.
 */
export async function listenOnLoopback(make: () => Server, port: number): Promise<LoopbackServers> {
  for (let tries = port === 0 ? TRIES : 1; ; tries -= 1) {
    const first = await listening(make(), port, "127.0.0.1");
    const found = (first.address() as AddressInfo).port;
    try {
      return { port: found, servers: [first, ...(await besides(make(), found))] };
    } catch (error) {
      first.close();
      if (tries === 1 || systemCode(error) !== "EADDRINUSE") throw error;
    }
  }
}

async function besides(server: Server, port: number): Promise<readonly Server[]> {
  try {
    return [await listening(server, port, "::1")];
  } catch (error) {
    const code = systemCode(error);
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return [];
    throw error;
  }
}

async function listening(server: Server, port: number, host: string): Promise<Server> {
  server.listen(port, host);
  await once(server, "listening");
  return server;
}
