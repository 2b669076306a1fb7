import { PATIENCE } from "../distribution/repository/limits.ts";
import { Refusal } from "../distribution/repository/refusal.ts";
import { WebClient } from "../distribution/repository/web-client.ts";
import type { AskWeb } from "../passport/endpoint/web.ts";
import { PassportError } from "../passport/fault.ts";
import type { Config } from "../platform/config.ts";
import { certificatesFor } from "./certificates.ts";

/** Bytes of the largest answer: the list of the statuses of some hundred million passports. */
const LARGEST = 24_000_000;

/** How passports and lists of statuses are asked for; throws a `PlatformError` where certificates cannot be read. */
export function passportWeb(config: Config, signal: AbortSignal): AskWeb {
  const client = new WebClient(certificatesFor(config.passport.ca, config), signal);
  return async (url, tag) => {
    const headers: Record<string, string> = tag === null ? {} : { "if-none-match": tag };
    const { status, header, body } = await client
      .ask({ url, headers, limit: LARGEST, within: PATIENCE.metadata })
      .catch(refused);
    if (status === 304) return { changed: false };
    if (status === 200) return { changed: true, text: body.toString("utf8"), tag: header("etag") };
    throw new PassportError("unreadable", `${url} was answered with ${status}.`);
  };
}

function refused(error: unknown): never {
  if (error instanceof Refusal) throw new PassportError("unreadable", error.message, error);
  throw error;
}
