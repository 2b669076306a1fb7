import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Serves a folder of files on loopback, as any web server does updates. Gives its address, without a slash at the end. */
export async function serveFolder(folder: string, signal: AbortSignal): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    readFile(join(folder, pathname)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  signal.addEventListener("abort", () => server.close().closeAllConnections(), { once: true });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
