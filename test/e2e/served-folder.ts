import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A web server on loopback that serves the files of a folder by name and lists nothing, as any would. */
export interface ServedFolder {
  /** Without a slash at its end. */
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[];
}

/** Serves a folder until the signal. */
export async function serveFolder(folder: string, signal: AbortSignal): Promise<ServedFolder> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    asked.push(pathname);
    readFile(join(folder, pathname)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  signal.addEventListener("abort", () => server.close().closeAllConnections(), { once: true });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
