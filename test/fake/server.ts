import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { createSecureServer, type Http2ServerRequest } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as elapse } from "node:timers/promises";
import { json, type Answer } from "./answer.ts";
import { makeCertificate } from "./certificate.ts";
import { crossOriginHeaders, isPreflight, preflight } from "./cross-origin.ts";
import { pageFor } from "./pages.ts";
import { ReceivedLog, type Filter, type Received, type ReceivedHead, type Wanted } from "./received.ts";
import { answerByRoute } from "./routes.ts";
import { type FakeSocket, FakeSockets } from "./sockets.ts";

/** How the fakes are to run. */
export interface FakeOptions {
  /** Ends them: the port is closed, open answers are cut. */
  readonly signal: AbortSignal;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Host name → folder of static files, `index.html` at `/`. */
  readonly sites?: Readonly<Record<string, string>>;
  /** Milliseconds before the answer to a POST, and between the pieces of a streamed one; default 0. */
  readonly pause?: number;
}

/** The AI services on loopback, while they run. */
export interface FakeServices {
  readonly port: number;
  /** The same without TLS, HTTP/1.1. */
  readonly plainPort: number;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
  /** PEM, for Node clients (`ca`). */
  readonly certificate: string;
  /** The requests that reached the fakes and match, in order of arrival. */
  received(filter?: Filter): readonly Received[];
  /** The first complete request that is wanted, here already or to come; rejects after so many ms (10,000). */
  waitFor(wanted: Wanted, within?: number): Promise<Received>;
  /** The sockets to this host, or all, with what the client sent over each. */
  sockets(host?: string): readonly FakeSocket[];
  /** Empties the record. */
  forget(): void;
}

/** Host names that the certificate carries. Browsers match by key, so others work there as well. */
const FAKE_HOSTS = [
  "chatgpt.com",
  "claude.ai",
  "gemini.google.com",
  "arena.ai",
  "api.openai.com",
  "api.anthropic.com",
  "generativelanguage.googleapis.com",
  "llm.internal.example",
  "intranet.example",
  "sdk.example",
  "start.example",
] as const;

/** Starts the fake AI services on 127.0.0.1: HTTPS, HTTP/1.1 and HTTP/2, answering by host name. */
export async function startFakeServices(options: FakeOptions): Promise<FakeServices> {
  const { key, certificate, spki } = await makeCertificate(FAKE_HOSTS);
  const log = new ReceivedLog();
  const connections = new Set<Socket>();
  const sockets = new FakeSockets();
  const server = createSecureServer({ key, cert: certificate, allowHTTP1: true }, (request, response) => {
    // A peer that goes away in the middle is no error of ours: browsers cancel calls all the time.
    serve(log, options, request, response).catch(() => response.destroy());
  });
  const plain = createServer((request, response) => {
    serve(log, options, request, response).catch(() => response.destroy());
  });
  for (const one of [server, plain]) {
    one.on("connection", (socket: Socket) => {
      connections.add(socket.once("close", () => connections.delete(socket)));
    });
    one.on("upgrade", (request: IncomingMessage, connection: Duplex) => sockets.accept(request, connection));
    one.listen(one === server ? (options.port ?? 0) : 0, "127.0.0.1");
    await once(one, "listening");
  }
  options.signal.addEventListener("abort", () => {
    server.close();
    plain.close();
    for (const socket of connections) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    plainPort: (plain.address() as AddressInfo).port,
    spki,
    certificate,
    received: (filter) => log.received(filter),
    waitFor: async (wanted, within) => log.waitFor(wanted, within),
    sockets: (host) => sockets.list(host),
    forget: () => {
      log.forget();
      sockets.forget();
    },
  };
}

/** What HTTP/1 and HTTP/2 responses have in common; their own types share no signature. */
interface Outgoing {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(piece: string | Uint8Array): unknown;
  end(piece?: string | Uint8Array): unknown;
}

async function serve(
  log: ReceivedLog,
  options: FakeOptions,
  request: Http2ServerRequest | IncomingMessage,
  response: Outgoing,
): Promise<void> {
  const begun = log.begin(headOf(request));
  const call = log.finish(begun, await bodyOf(request));
  const answer = await answerTo(call, options.sites ?? {});
  // A model thinks before it answers.
  if (options.pause !== undefined && call.method === "POST") await elapse(options.pause);
  response.writeHead(answer.status, { ...crossOriginHeaders(call), ...answer.headers });
  if (typeof answer.body === "string" || answer.body instanceof Uint8Array) {
    response.end(answer.body);
    return;
  }
  for (const piece of answer.body) {
    response.write(piece);
    if (options.pause !== undefined) await elapse(options.pause, undefined, { signal: options.signal });
  }
  response.end();
}

async function answerTo(call: Received, sites: Readonly<Record<string, string>>): Promise<Answer> {
  if (isPreflight(call)) return preflight(call);
  const answer = answerByRoute(call) ?? (await pageFor(call, sites));
  return answer ?? json({ error: { message: `The stand-in has nothing at ${call.path}.` } }, 404);
}

async function bodyOf(request: Http2ServerRequest | IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request as AsyncIterable<Uint8Array>) pieces.push(piece);
  return Buffer.concat(pieces);
}

function headOf(request: Http2ServerRequest | IncomingMessage): ReceivedHead {
  const authority = "authority" in request ? request.authority : "";
  const { pathname, search, hostname } = new URL(
    request.url ?? "/",
    `https://${authority || request.headers.host || "unknown.invalid"}`,
  );
  const headers = Object.entries(request.headers)
    .filter(([name]) => !name.startsWith(":"))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")] as const);
  return {
    time: Date.now(),
    method: request.method ?? "GET",
    host: hostname,
    path: pathname,
    query: search.slice(1),
    headers: Object.fromEntries(headers),
    protocol: request.httpVersion === "2.0" ? "2.0" : "1.1",
  };
}
