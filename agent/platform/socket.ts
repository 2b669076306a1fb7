import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { dirname } from "node:path";
import { PlatformError } from "./fault.ts";
import { isPipe } from "./places.ts";
import { verifyPrivateFolder } from "./private-folder.ts";

/** Connects to the agent after verifying that nobody else can have put this socket there. */
export async function connectPrivately(path: string): Promise<Socket> {
  if (!isPipe(path)) {
    refuseLongPath(path);
    await verifyPrivateFolder(dirname(path));
  }
  const socket = connect(path);
  try {
    await once(socket, "connect");
  } catch (error) {
    throw new PlatformError("cannot_connect", `No agent answers at ${path}.`, error);
  }
  return socket;
}

/** Throws `path_too_long` for a path that the kernel's address has no room for: it would be cut off without a word. */
export function refuseLongPath(path: string): void {
  const limit = process.platform === "darwin" ? 103 : 107;
  const length = Buffer.byteLength(path);
  if (length > limit)
    throw new PlatformError(
      "path_too_long",
      `The socket path ${path} has ${length} bytes; the system takes ${limit}. Name a shorter one with "socket:".`,
    );
}
