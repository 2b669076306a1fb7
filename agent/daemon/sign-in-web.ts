import { PATIENCE } from "../distribution/repository/limits.ts";
import { isAway, Refusal } from "../distribution/repository/refusal.ts";
import { type Asked, WebClient } from "../distribution/repository/web-client.ts";
import type { Config } from "../platform/config.ts";
import { PlatformError } from "../platform/fault.ts";
import { readText } from "../platform/read-text.ts";
import { SignInError } from "../sign-in/fault.ts";
import type { AskProvider, Asking } from "../sign-in/provider.ts";
import { certificatesFor } from "./certificates.ts";

/** Bytes of the largest answer of a provider: keys, tokens, claims. */
const LARGEST = 1_000_000;
/** Headers of an answer that the protocol reads. */
const HEADERS = ["content-type", "www-authenticate", "retry-after"];

/** How a provider is asked, by the configuration of the moment. `now`: the time that ID tokens are judged by. */
export function signInWeb(config: () => Config, signal: AbortSignal, now: () => number): Asking {
  let known: { readonly ca: string | null; readonly client: WebClient } | null = null;
  const clientNow = (): WebClient => {
    const ca = certificatesFor(config().signIn?.ca ?? null, config());
    if (known === null || known.ca !== ca) known = { ca, client: new WebClient(ca, signal) };
    return known.client;
  };
  const ask: AskProvider = async (url, { method, headers, body }) => {
    try {
      return await answerOf(clientNow(), { url, method: methodOf(method), headers, body: textOf(body) });
    } catch (error) {
      throw inOurWords(error);
    }
  };
  return { ask, now, read };
}

type Sent = Required<Pick<Asked, "url" | "method" | "headers" | "body">>;

async function answerOf(client: WebClient, sent: Sent): Promise<Response> {
  const answer = await client.ask({ ...sent, limit: LARGEST, within: PATIENCE.metadata });
  const headers = HEADERS.flatMap((name) => {
    const value = answer.header(name);
    return value === null ? [] : [[name, value] as const];
  });
  const isEmpty = answer.status === 204 || answer.status === 304;
  return new Response(isEmpty ? null : answer.body.toString("utf8"), {
    status: answer.status,
    headers: Object.fromEntries(headers),
  });
}

function methodOf(method: string): "GET" | "POST" {
  return method === "POST" ? "POST" : "GET";
}

function textOf(body: unknown): string {
  return body instanceof URLSearchParams || typeof body === "string" ? String(body) : "";
}

async function read(file: string): Promise<string> {
  try {
    return await readText(file);
  } catch (error) {
    throw inOurWords(error);
  }
}

function inOurWords(error: unknown): unknown {
  if (error instanceof PlatformError) return new SignInError("unreadable", error.message, error);
  if (error instanceof Refusal)
    return new SignInError(
      isAway(error) || error.code === "too_slow" ? "away" : "no_provider",
      error.message,
      error,
    );
  return error;
}
