import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request in place of the files; false where it leaves that to them. */
type Answering = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

/** A web server of static files on loopback, of which one may lie. */
export interface RepositoryServer {
  readonly url: string;
  /** What it serves, by paths without the first slash. */
  files: ReadonlyMap<string, Buffer>;
  answering: Answering | null;
  /** Every path that was asked for, with the status. */
  readonly asked: string[];
  /** Bodies that were PUT, by path. */
  readonly put: Map<string, string>;
  /** Requests that came, answered or not. */
  tries: number;
  /** False: connections are cut. */
  isUp: boolean;
}

/** Starts a server until the signal. */
export async function startRepository(
  files: ReadonlyMap<string, Buffer>,
  signal: AbortSignal,
): Promise<RepositoryServer> {
  const server = createServer((request, response) => serve(request, response, state));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  signal.addEventListener(
    "abort",
    () => {
      server.close();
      server.closeAllConnections();
    },
    { once: true },
  );
  const { port } = server.address() as AddressInfo;
  const state: RepositoryServer = {
    url: `http://127.0.0.1:${port}/`,
    files,
    answering: null,
    asked: [],
    put: new Map(),
    tries: 0,
    isUp: true,
  };
  return state;
}

function serve(request: IncomingMessage, response: ServerResponse, state: RepositoryServer): void {
  state.tries += 1;
  if (!state.isUp) return void request.socket.destroy();
  const path = (request.url ?? "/").slice(1);
  response.on("close", () => state.asked.push(`${path} ${response.statusCode}`));
  if (state.answering?.(path, request, response) === true) return;
  if (request.method === "PUT") return take(path, request, response, state);
  const body = state.files.get(path);
  if (body === undefined) return void response.writeHead(404).end();
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
  else response.writeHead(200, { etag, "content-length": body.length }).end(body);
}

function take(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  state: RepositoryServer,
): void {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    state.put.set(path, body);
    response.writeHead(204).end();
  });
}
