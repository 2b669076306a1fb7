import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from "node:http";
import { Agent as EncryptedAgent, request as encryptedRequest } from "node:https";
import type { ClientRequest, RequestOptions } from "node:http";
import { systemWords } from "../../platform/fault.ts";
import { Refusal } from "./refusal.ts";

/** What one request asks for, and what it may cost. */
export interface Asked {
  readonly url: string;
  readonly method?: "GET" | "POST" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the largest answer. */
  readonly limit: number;
  /** Milliseconds until the answer must be whole. */
  readonly within: number;
}

/** An answer of any status but a redirection, whole. */
export interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: Buffer;
}

/** Milliseconds that an idle connection is kept for the next request. */
const IDLE = 10_000;

/**
 * Asks web servers that nobody trusts: answers are cut at their limit while they are read, redirections are refused,
 * and time is limited as a whole. Certificates are verified by `ca` (PEM), or by Node's own.
 */
export class WebClient {
  readonly #plain = new PlainAgent({ keepAlive: true, timeout: IDLE, maxSockets: 2 });
  readonly #encrypted: EncryptedAgent;
  readonly #signal: AbortSignal;

  constructor(ca: string | null, signal: AbortSignal) {
    this.#signal = signal;
    this.#encrypted = new EncryptedAgent({
      keepAlive: true,
      timeout: IDLE,
      maxSockets: 2,
      ...(ca !== null && { ca }),
    });
    signal.addEventListener("abort", () => this.close(), { once: true });
  }

  /** Throws a `Refusal`. */
  async ask(asked: Asked): Promise<Answer> {
    const limit = AbortSignal.timeout(asked.within);
    try {
      return await this.#try(asked, AbortSignal.any([limit, this.#signal]));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (limit.aborted)
        throw new Refusal("too_slow", `${asked.url} was not whole after ${asked.within / 1_000} s.`, error);
      throw new Refusal("unreachable", `${asked.url} cannot be reached: ${systemWords(error)}.`, error);
    }
  }

  /** Closes connections that are kept. */
  close(): void {
    this.#plain.destroy();
    this.#encrypted.destroy();
  }

  /** A connection that was kept may have been closed by the other side just now: that is no answer, and asked again. */
  async #try(asked: Asked, signal: AbortSignal): Promise<Answer> {
    const first = this.#send(asked, signal);
    try {
      return await first.answer;
    } catch (error) {
      if (!first.request.reusedSocket || signal.aborted || error instanceof Refusal) throw error;
      return await this.#send(asked, signal).answer;
    }
  }

  #send(asked: Asked, signal: AbortSignal): { request: ClientRequest; answer: Promise<Answer> } {
    const isEncrypted = asked.url.startsWith("https:");
    const options: RequestOptions = {
      agent: isEncrypted ? this.#encrypted : this.#plain,
      method: asked.method ?? "GET",
      headers: { accept: "*/*", "accept-encoding": "identity", ...asked.headers },
      signal,
    };
    const request = (isEncrypted ? encryptedRequest : plainRequest)(asked.url, options);
    const answer = new Promise<Answer>((resolve, reject) => {
      request.on("error", reject);
      request.on("response", (response) => {
        read(response, asked).then(resolve, (error: unknown) => {
          request.destroy();
          reject(error instanceof Error ? error : new Error("unknown"));
        });
      });
    });
    request.end(asked.body);
    return { request, answer };
  }
}

async function read(response: IncomingMessage, { url, limit }: Asked): Promise<Answer> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304)
    throw new Refusal("redirected", `${url} leads elsewhere (${status}). Serve it under its own address.`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new Refusal("too_large", `${url} has more than ${limit} bytes.`);
    chunks.push(chunk);
  }
  const header = (name: string): string | null => {
    const value = response.headers[name];
    return typeof value === "string" ? value : null;
  };
  return { status, header, body: Buffer.concat(chunks) };
}
