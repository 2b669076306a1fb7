import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { serveConsole } from "../../../agent/console/serve.ts";
import type { PolicyPlace } from "../../../agent/console/worker.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { KEY } from "./signing-key.ts";

const PROGRAM = join(import.meta.dirname, "../../../agent/main.ts");

/** What a server answered. */
interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** How a test asks: as any program may, with whatever headers it likes. */
type Send = (
  path: string,
  headers?: Readonly<Record<string, string>>,
  how?: { readonly method?: string; readonly body?: string },
) => Promise<Answered>;

/** A console that listens, as a test sees it. */
export interface TestConsole {
  /** The address that lets in, once. */
  readonly address: string;
  readonly port: number;
  readonly send: Send;
  /** Comes in as a browser does; gives the folder of the console and the cookie. */
  readonly enter: () => Promise<{ readonly base: string; readonly cookie: string }>;
}

/** Opens a console on journals until the test ends; its page is one line. */
export async function openConsole(
  journals: readonly string[],
  policy: PolicyPlace | null = null,
  people: string | null = null,
): Promise<TestConsole> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  return openUntil(stop.signal, journals, policy, people);
}

/** The same until the signal. */
export async function openUntil(
  signal: AbortSignal,
  journals: readonly string[],
  policy: PolicyPlace | null = null,
  people: string | null = null,
): Promise<TestConsole> {
  const page = mkdtempSync(join(tmpdir(), "lanyard-page-"));
  signal.addEventListener("abort", () => rmSync(page, { recursive: true, force: true }));
  mkdirSync(join(page, "assets"));
  writeFileSync(join(page, "index.html"), "<!doctype html><title>Lanyard console</title>");
  writeFileSync(join(page, "assets/index.js"), "1;");
  const { address } = await serveConsole({
    journals: [...journals],
    policy,
    people,
    keys: null,
    witnessed: [],
    version: "1.0.0",
    program: PROGRAM,
    page,
    port: 0,
    signal,
  });
  const { port } = new URL(address);
  const send = senderTo(Number(port));
  return {
    address,
    port: Number(port),
    send,
    enter: async () => {
      const { headers, text: entered } = await send(new URL(address).pathname + new URL(address).search);
      const base = /url=(\/[^/"]+)\//.exec(entered)?.[1] ?? "";
      return { base, cookie: (headers["set-cookie"]?.[0] ?? "").split(";")[0] ?? "" };
    },
  };
}

/** A journal with these events in it. */
export function journalWith(
  events: readonly AuditEvent[],
  file = join(temporaryFolder(), "journal.db"),
): string {
  const journal = new Journal({ file, now: Date.now, key: KEY, onDamaged: () => undefined });
  journal.append(events);
  journal.sign();
  journal.close();
  return file;
}

function senderTo(port: number): Send {
  return async (path, headers = {}, { method = "GET", body = "" } = {}) => {
    const asked = request({
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { host: `127.0.0.1:${port}`, ...headers },
    });
    const answered = Promise.withResolvers<Answered>();
    asked.on("error", answered.reject);
    asked.on("response", (response) => {
      void text(response).then((content) =>
        answered.resolve({ status: response.statusCode ?? 0, headers: response.headers, text: content }),
      );
    });
    // A DELETE or OPTIONS with a body is no request that a client makes.
    asked.end(method.startsWith("P") ? body : undefined);
    return answered.promise;
  };
}
