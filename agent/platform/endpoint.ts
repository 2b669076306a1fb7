import { unlink } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { once } from "node:events";
import { dirname } from "node:path";
import { takeLock } from "./lock.ts";
import { PlatformError, systemCode, systemWords } from "./fault.ts";
import { isPipe } from "./places.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { connectPrivately, refuseLongPath } from "./socket.ts";

/** Asks whoever listens on a connected socket for their process id; null where no answer came. */
export type AskPid = (socket: Socket) => Promise<number | null>;

/** The right to listen on one address, which no other agent of this user has at the same time. */
export interface Endpoint {
  /** Begins to take connections; throws `cannot_listen`. */
  listen(onConnection: (socket: Socket) => void): Promise<void>;
  /** Removes the socket and gives the address up; connections must have been closed. */
  close(): Promise<void>;
}

/**
 * Claims a socket that only this user can reach.
 * Throws `already_running` where another agent has it, whose socket stays as it is.
 */
export async function claimEndpoint(path: string, askPid: AskPid): Promise<Endpoint> {
  const release = isPipe(path) ? () => undefined : await clearTheWay(path, askPid);
  const server = createServer();
  return {
    async listen(onConnection) {
      server.on("connection", onConnection);
      try {
        server.listen(path);
        await once(server, "listening");
      } catch (error) {
        throw cannotListen(path, error);
      }
    },
    async close() {
      const closed = server.listening ? once(server, "close") : Promise.resolve();
      server.close();
      await closed;
      release();
    },
  };
}

/** A socket file that a killed agent left is removed, but only after nobody answered on it. */
async function clearTheWay(path: string, askPid: AskPid): Promise<() => void> {
  refuseLongPath(path);
  await makePrivateFolder(dirname(path));
  await refuseWhereAnswered(path, askPid);
  // Two agents that start at once both see the dead socket: the lock lets one of them replace it.
  const release = takeLock(`${path}.lock`);
  if (!release) throw new PlatformError("already_running", `Another Lanyard agent is starting on ${path}.`);
  await unlink(path).catch((error: unknown) => {
    if (systemCode(error) !== "ENOENT") throw cannotListen(path, error);
  });
  return release;
}

async function refuseWhereAnswered(path: string, askPid: AskPid): Promise<void> {
  const socket = await connectPrivately(path).catch(() => null);
  if (!socket) return;
  const pid = await askPid(socket);
  socket.destroy();
  throw new PlatformError(
    "already_running",
    pid === null
      ? `Something that is no Lanyard agent answers at ${path}. Stop it, or name another socket.`
      : `The Lanyard agent is already running as pid ${pid} on ${path}.`,
  );
}

function cannotListen(path: string, error: unknown): PlatformError {
  if (isPipe(path) && systemCode(error) === "EADDRINUSE")
    return new PlatformError("already_running", `A Lanyard agent is already running on ${path}.`, error);
  return new PlatformError(
    "cannot_listen",
    `The agent cannot listen on ${path}: ${systemWords(error)}.`,
    error,
  );
}
