import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A folder as a web server on this machine alone would show it. */
export interface Served {
  /** Ends in a slash. */
  readonly url: string;
  readonly close: () => void;
}

/** Paths of a repository, and nothing that leads out of its folder. */
const PATH = /^\/(metadata|targets\/[A-Za-z0-9_-]+)\/[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Serves a repository's folder on 127.0.0.1 until it is closed: a client reads it there as endpoints do. */
export async function serve(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const file = PATH.test(path) ? readFile(join(folder, path)) : Promise.reject(new Error("no such path"));
    file.then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
