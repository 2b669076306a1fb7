import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { UpstreamProxy } from "../platform/config.ts";
import { HEAD_LIMIT } from "./connect-head.ts";

/** Where a socket is to go. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

const END = "\r\n\r\n";

/**
 * Connects to a host, directly or through the company's own proxy. Rejects where that fails, or when the signal ends
 * it; then nothing stays open. The proxy's own bytes behind its answer are given back to the socket.
 */
export async function dial(
  target: Target,
  upstream: UpstreamProxy | null,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect(upstream ?? target);
  // Whoever has the socket hears of its end by "close"; an error without a listener would end the agent.
  socket.on("error", () => undefined);
  const end = (): void => void socket.destroy(new Error("It was no longer wanted."));
  signal.addEventListener("abort", end, { once: true });
  try {
    await once(socket, "connect", { signal });
    if (upstream !== null) await askUpstream(socket, target);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", end);
  }
}

async function askUpstream(socket: Socket, { host, port }: Target): Promise<void> {
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}${END}`);
  let bytes = Buffer.alloc(0);
  while (!bytes.includes(END)) {
    if (bytes.length > HEAD_LIMIT) throw new Error("The upstream proxy's answer is too long.");
    bytes = Buffer.concat([bytes, await nextBytes(socket)]);
  }
  if (!/^HTTP\/1\.[01] 2\d\d /.test(bytes.toString("latin1", 0, 13)))
    throw new Error("The upstream proxy refused.");
  const rest = bytes.subarray(bytes.indexOf(END) + END.length);
  if (rest.length > 0) socket.unshift(rest);
}

function nextBytes(socket: Socket): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const closed = (): void => reject(new Error("The upstream proxy hung up."));
  const failed = (error: Error): void => reject(error);
  socket.once("close", closed).once("error", failed);
  // Paused in the same turn: what comes behind the answer is the tunnel's.
  socket.once("data", (chunk: Buffer) => {
    socket.pause();
    resolve(chunk);
  });
  socket.resume();
  return promise.finally(() => socket.off("close", closed).off("error", failed));
}
