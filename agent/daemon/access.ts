import type { KeyObject } from "node:crypto";
import { dirname, join } from "node:path";
import { Access, type AccessFor } from "../access/access.ts";
import type { SendWeb } from "../access/routes.ts";
import type { AskAnswer } from "../access/web-answers.ts";
import { ANSWER_LIMIT } from "../access/answer-form.ts";
import { PATIENCE } from "../distribution/repository/limits.ts";
import { WebClient } from "../distribution/repository/web-client.ts";
import { accessFile, type Config } from "../platform/config.ts";
import { writeDurably } from "../platform/durable-file.ts";
import { runProgram } from "../platform/program.ts";
import { certificatesFor } from "./certificates.ts";
import type { Recorder } from "./recorder.ts";
import type { Sources } from "./sources.ts";

/** What the requests of an agent are made with. */
export interface AccessMaking {
  readonly config: Config;
  /** The device's key. */
  readonly key: KeyObject | null;
  readonly now: () => number;
  readonly recorder: () => Recorder;
  readonly signal: AbortSignal;
}

/** Bytes of the answer to a request that was sent, which nobody reads. */
const SENT_ANSWER = 65_536;
/** Milliseconds that a command for requests may take. */
const COMMAND_LIMIT = 60_000;

/** The requests of this endpoint; throws a `PlatformError` where certificates cannot be read. */
export function makeAccess({ config, key, now, recorder, signal }: AccessMaking): Access {
  const { ask, send } = accessWeb(config, signal);
  return new Access({
    file: accessFile(config),
    key,
    ask,
    routes: {
      web: send,
      write: writeDurably,
      run: (command, input) => run(command, input, dirname(config.file)),
    },
    now,
    record: (events, done) => {
      if (done) recorder().store({ events, wrapped: new Map() }, done);
      else for (const event of events) recorder().note(event);
    },
    signal,
  });
}

/** For whom and under what requests are looked at now. */
export function accessFor({ config, policy }: Sources, person: string | null): AccessFor {
  const from = config.policy;
  return {
    policy: policy.value,
    person,
    settings: config.requests,
    folder: grantsFolder(config),
    url: "distribution" in from ? `${from.distribution.url}grants/` : null,
  };
}

/** Where answers lie for an endpoint that takes its policy from a folder; null: it takes it from a repository. */
export function grantsFolder({ policy }: Config): string | null {
  return "folder" in policy ? join(dirname(policy.folder), "grants") : null;
}

function accessWeb(config: Config, signal: AbortSignal): { readonly ask: AskAnswer; readonly send: SendWeb } {
  const client = new WebClient(certificatesFor(null, config), signal);
  return {
    ask: async (url, tag) => {
      const headers: Record<string, string> = tag === null ? {} : { "if-none-match": tag };
      const answer = await client.ask({ url, headers, limit: ANSWER_LIMIT, within: PATIENCE.metadata });
      if (answer.status === 304) return { kind: "same" };
      if (answer.status !== 200) return { kind: "none" };
      return { kind: "text", text: answer.body.toString("utf8"), tag: answer.header("etag") };
    },
    send: async (method, url, body) => {
      const headers = {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
      };
      const { status } = await client.ask({
        url,
        method,
        headers,
        body,
        limit: SENT_ANSWER,
        within: PATIENCE.report,
      });
      if (status < 200 || status >= 300) throw new Error(`The request was answered with ${status}.`);
    },
  };
}

async function run(command: readonly string[], input: string, folder: string): Promise<void> {
  const { problem } = await runProgram(command, { folder, input, limit: COMMAND_LIMIT });
  if (problem !== null) throw new Error(problem);
}
