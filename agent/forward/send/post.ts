import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { IncomingMessage } from "node:http";
import { systemWords } from "../../platform/fault.ts";
import { later, type Sent } from "./sender.ts";

/** One request to a receiver over HTTP. */
export interface Post {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates that are trusted, PEM; null: those of the system. */
  readonly ca: string | null;
}

/** What a receiver answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/** Milliseconds that a receiver has for its answer. */
const PATIENCE = 30_000;
/** Characters of an answer that are read: enough for why. */
const ANSWER_LIMIT = 64_000;

/** Posts JSON; gives the answer, or why there is none in a sentence. Redirects are not followed: a token goes nowhere else. */
export function post({ url, body, headers, ca }: Post, signal: AbortSignal): Promise<Answer | string> {
  const { promise, resolve } = Promise.withResolvers<Answer | string>();
  const send = url.protocol === "https:" ? requestSecure : requestPlain;
  const until = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const asked = send(
    url,
    {
      method: "POST",
      signal: until,
      headers: {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        ...headers,
      },
      ...(ca !== null && { ca }),
    },
    (reply) => void read(reply).then(resolve),
  );
  asked.on("error", (error) =>
    resolve(
      `${url.host} cannot be reached: ${until.aborted ? "no answer came in time" : systemWords(error)}.`,
    ),
  );
  asked.end(body);
  return promise;
}

async function read(reply: IncomingMessage): Promise<Answer | string> {
  let text = "";
  reply.setEncoding("utf8");
  try {
    for await (const piece of reply) if (text.length < ANSWER_LIMIT) text += String(piece);
  } catch (error) {
    return `The answer broke off: ${systemWords(error)}.`;
  }
  return { status: reply.statusCode ?? 0, text, retryAfter: reply.headers["retry-after"] ?? null };
}

/** Statuses that mean that the content is what the receiver would not have. */
const REFUSING: ReadonlySet<number> = new Set([400, 406, 411, 413, 414, 415, 422, 431]);

/** What an answer other than 2xx means for the batch. */
export function unhappy({ status, text, retryAfter }: Answer, mend: string | null = null): Sent {
  const said = text.trim() === "" ? "" : `: ${text.trim().slice(0, 300)}`;
  const problem = `The receiver answered ${status}${said}.${mend === null ? "" : ` ${mend}`}`;
  if (REFUSING.has(status)) return { got: "refused", problem };
  const seconds = Number(retryAfter);
  const wait = retryAfter !== null && Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
  return { ...later(problem), wait } as Sent;
}

/** What to do about a status that asks for something else of us; null: nothing. */
export function mendOf(status: number): string | null {
  if (status === 401 || status === 403) return "Put the right token into the token file.";
  if (status === 404 || status === 405 || (status >= 300 && status < 400))
    return "Correct the receiver's url in the configuration.";
  return null;
}
