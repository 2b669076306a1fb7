import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { systemWords } from "../platform/fault.ts";
import { givenUp, SignInError } from "./fault.ts";
import { type Landing, landingPage } from "./landing-page.ts";

/** Where the browser comes back to from the provider, which it is registered with there. */
const REDIRECT_PATH = "/signed-in";

/** What came back, and how to answer whoever brought it. */
interface CameBack {
  readonly url: URL;
  readonly answer: (landing: Landing) => void;
}

/** A place on loopback that one browser may come back to, once. */
export interface Redirect {
  readonly uri: string;
  /** The one answer; rejects with a `SignInError` where the signal ends it. */
  readonly back: Promise<CameBack>;
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
};

/**
 * Listens on 127.0.0.1 for the one answer that has this state. Whatever else comes is turned away and changes nothing:
 * any page and any user of this machine can call here. Closed after the answer, and with the signal. Throws a
 * `SignInError` `no_port`.
 */
export async function listenForRedirect(port: number, state: string, signal: AbortSignal): Promise<Redirect> {
  const { promise, resolve, reject } = Promise.withResolvers<CameBack>();
  promise.catch(() => undefined); // whoever began it may have gone before it was waited for
  const server = createServer({ requestTimeout: 10_000 });
  await listen(server, port);
  const host = `127.0.0.1:${portOf(server)}`;
  let isTaken = false;
  server.on("request", (request, response) => {
    const url = isTaken ? null : answerIn(request, host, state);
    if (url === null) return turnAway(response);
    isTaken = true;
    resolve({ url, answer: (landing) => answerAndClose(server, request, response, landing) });
  });
  const end = (): void => {
    reject(givenUp(signal));
    server.close();
    server.closeAllConnections();
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  server.on("close", () => signal.removeEventListener("abort", end));
  return { uri: `http://${host}${REDIRECT_PATH}`, back: promise };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    throw new SignInError(
      "no_port",
      `Port ${port} of this machine cannot be had for the sign-in: ${systemWords(error)}. Begin again later, or name another \`redirect_port\`.`,
      error,
    );
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The address with the answer, or null for whatever is none. The host is checked against names that lead here. */
function answerIn({ method, headers, url = "" }: IncomingMessage, host: string, state: string): URL | null {
  if (method !== "GET" || headers.host !== host || url.length > 16_000) return null;
  if (!URL.canParse(url, `http://${host}`)) return null;
  const at = new URL(url, `http://${host}`);
  const states = at.searchParams.getAll("state");
  return at.pathname === REDIRECT_PATH && states.length === 1 && states[0] === state ? at : null;
}

function turnAway(response: ServerResponse): void {
  response.writeHead(404, { ...HEADERS, "content-type": "text/plain; charset=utf-8" });
  response.end("Nothing is here.\n");
}

function answerAndClose(
  server: Server,
  { headers }: IncomingMessage,
  response: ServerResponse,
  landing: Landing,
): void {
  response.writeHead("person" in landing ? 200 : 400, HEADERS);
  response.end(landingPage(landing, headers["accept-language"] ?? "en"), () => {
    server.close();
    server.closeIdleConnections();
  });
}
