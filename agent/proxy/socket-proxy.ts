import { createServer, type Server, type Socket } from "node:net";
import type { SocketCounts } from "../../shared/wire/local-api.ts";
import type { UpstreamProxy } from "../platform/config.ts";
import { systemWords } from "../platform/fault.ts";
import { isAnswered, makeNonce, makeSecret } from "./challenge.ts";
import { readConnect, type ConnectHead } from "./connect-head.ts";
import { dial, type Target } from "./dial.ts";
import { listenOnLoopback } from "./loopback.ts";
import { answer, type Status } from "./status-line.ts";

/** How much the proxy takes on. */
export interface Bounds {
  /** Connections that have not proved anything. */
  readonly asking: number;
  /** Sockets that are open through it. */
  readonly open: number;
  /** Milliseconds for a question, for the answer to a nonce, and for reaching the service, each. */
  readonly patience: number;
}

const BOUNDS: Bounds = { asking: 256, open: 1_024, patience: 10_000 };

/** What the proxy asks of the agent. */
export interface SocketProxyParts {
  /** The host as a record spells it; null where it is no AI service's. */
  readonly find: (host: string) => string | null;
  readonly upstream: () => UpstreamProxy | null;
  /** A socket was stopped since nobody answered for it. */
  readonly unseen: (host: string) => void;
  readonly bounds?: Bounds;
}

/** What a connection was asked by, and for what. */
interface Challenge {
  readonly nonce: string;
  readonly asked: Target;
  /** The host as a record spells it. */
  readonly written: string;
}

/**
 * The proxy on loopback that sockets of AI services go through. It opens a socket only for who answers its one-time
 * nonce on the same connection, which only the extension can, and it does so only for sockets that it saw and let pass.
 */
export class SocketProxy {
  readonly secret = makeSecret();
  readonly #parts: SocketProxyParts;
  readonly #bounds: Bounds;
  readonly #clients = new Set<Socket>();
  readonly #counts = { open: 0, passed: 0, unseen: 0, refused: 0 };
  #asking = 0;
  #servers: readonly Server[] = [];
  #port: number | null = null;
  #problem: string | null = null;

  constructor(parts: SocketProxyParts) {
    this.#parts = parts;
    this.#bounds = parts.bounds ?? BOUNDS;
  }

  /** Null where it does not listen. */
  get port(): number | null {
    return this.#port;
  }

  counts(): SocketCounts {
    return { port: this.#port, ...this.#counts, problem: this.#problem };
  }

  /** Listens on this port, 0 for any; where it cannot, `problem` of the counts says why, and sockets stay closed. */
  async listen(port: number): Promise<void> {
    const options = { noDelay: true, keepAlive: true };
    const make = (): Server => createServer(options, (client) => this.#take(client));
    try {
      ({ port: this.#port, servers: this.#servers } = await listenOnLoopback(make, port));
    } catch (error) {
      this.#problem = `The proxy for sockets cannot listen on port ${port}: ${systemWords(error)}. Sockets of AI services stay closed. Free the port, or name another with "sockets: {port: …}".`;
    }
  }

  /** Ends it with every socket that is open through it. */
  close(): void {
    for (const server of this.#servers) server.close();
    for (const client of this.#clients) client.destroy();
  }

  #take(client: Socket): void {
    this.#clients.add(client);
    client.once("close", () => this.#clients.delete(client));
    client.on("error", () => client.destroy()); // who goes away in the middle says so by closing
    if (this.#asking >= this.#bounds.asking) return this.#refuse(client, 503);
    this.#asking += 1;
    this.#converse(client);
  }

  /** The conversation before the tunnel: a question, our nonce, the same question with the answer. */
  #converse(client: Socket): void {
    const ending = new AbortController();
    let bytes = Buffer.alloc(0);
    let challenge: Challenge | null = null;
    let isAsking = true;
    const timer = setTimeout(() => this.#refuse(client, 408), this.#bounds.patience);
    const settle = (): void => {
      if (!isAsking) return;
      isAsking = false;
      this.#asking -= 1;
      clearTimeout(timer);
      client.off("data", hear);
    };
    const hear = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      const reading = readConnect(bytes);
      if (reading.kind === "more") return;
      if (reading.kind === "refused") return this.#refuse(client, reading.status);
      bytes = bytes.subarray(reading.head.length);
      if (challenge === null) {
        challenge = this.#challenge(client, reading.head);
        timer.refresh();
      } else if (
        isSame(challenge.asked, reading.head) &&
        isAnswered(this.secret, challenge.nonce, reading.head)
      ) {
        challenge = null;
        settle();
        void this.#open(client, reading.head, bytes, ending.signal);
      } else this.#refuse(client, 403);
    };
    client.on("data", hear);
    client.once("close", () => {
      settle();
      ending.abort();
      if (challenge !== null) this.#unseen(challenge.written);
    });
  }

  #challenge(client: Socket, asked: ConnectHead): Challenge | null {
    const written = this.#parts.find(asked.host);
    if (written === null) {
      this.#refuse(client, 403);
      return null;
    }
    const nonce = makeNonce();
    client.write(answer(407, nonce));
    return { nonce, asked, written };
  }

  async #open(client: Socket, head: ConnectHead, early: Buffer, gone: AbortSignal): Promise<void> {
    if (this.#counts.open >= this.#bounds.open) return this.#refuse(client, 503);
    this.#counts.open += 1;
    client.once("close", () => (this.#counts.open -= 1));
    client.pause();
    const late = AbortSignal.timeout(this.#bounds.patience);
    try {
      const service = await dial(head, this.#parts.upstream(), AbortSignal.any([gone, late]));
      if (client.destroyed) return void service.destroy();
      this.#counts.passed += 1;
      tunnel(client, service, early);
    } catch {
      this.#refuse(client, late.aborted ? 504 : 502);
    }
  }

  #unseen(host: string): void {
    this.#counts.unseen += 1;
    this.#parts.unseen(host);
  }

  #refuse(client: Socket, status: Exclude<Status, 200 | 407>): void {
    if (client.writableEnded || client.destroyed) return;
    if (status !== 502 && status !== 504) this.#counts.refused += 1;
    client.end(answer(status));
    // Who does not hang up after that is hung up on; what still comes is not read.
    client.removeAllListeners("data").resume();
    setTimeout(() => client.destroy(), 1_000).unref();
  }
}

function isSame(one: Target, other: Target): boolean {
  return one.host === other.host && one.port === other.port;
}

function tunnel(client: Socket, service: Socket, early: Buffer): void {
  service.setNoDelay(true).setKeepAlive(true);
  client.write(answer(200));
  if (early.length > 0) service.write(early);
  service.once("close", () => client.destroy());
  client.once("close", () => service.destroy());
  client.pipe(service);
  service.pipe(client);
}
