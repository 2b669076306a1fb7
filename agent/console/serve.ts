import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { createServer } from "node:http";
import { PlatformError, systemWords } from "../platform/fault.ts";
import type { VerifyOptions } from "../journal/verify/report.ts";
import { Asked } from "./asked.ts";
import { Checks } from "./checks.ts";
import { Door } from "./door.ts";
import { News } from "./news.ts";
import { pageFilesIn, type PageFile } from "./page-files.ts";
import { apiRoutes } from "./routes.ts";
import type { Opening } from "./worker.ts";

/** What a console is opened with. */
export interface ConsoleOptions extends Omit<Opening, "console"> {
  /** The program's own file, which is the thread's as well. */
  readonly program: string;
  /** Folder of the built page. */
  readonly page: string;
  /** Public keys that must have signed; null: those that the records name themselves. */
  readonly keys: readonly Buffer[] | null;
  /** Checkpoints that witnesses hold. */
  readonly witnessed: VerifyOptions["witnessed"];
  /** On 127.0.0.1; 0: any. */
  readonly port: number;
  readonly signal: AbortSignal;
}

/** A console that listens. */
export interface OpenConsole {
  /** Lets one browser in, once. */
  readonly address: string;
  /** Settles when somebody came in by it. */
  readonly entered: Promise<void>;
}

/** Opens journals and serves the page, until the signal. Throws a `PlatformError` where it cannot. */
export async function serveConsole(options: ConsoleOptions): Promise<OpenConsole> {
  const { program, page, port, signal, journals, policy, people, version } = options;
  const { keys, witnessed } = options;
  const files = pageFilesIn(page);
  if (files === null)
    throw new PlatformError("unreadable", `The console’s page is not at ${page}. Build it: npm run build`);
  const opening: Opening = { console: "desk", journals: [...journals], policy, people, version };
  const asked = new Asked(program, opening, signal);
  await asked.opened();
  const door = new Door();
  const entered = new Promise<void>((resolve) => {
    door.onUsed = resolve;
  });
  const news = new News(asked, journals, signal);
  const checks = new Checks({ program, journals, keys, witnessed, signal, onChange: () => news.tell() });
  void news.allRead.then(() => checks.checkAll());
  const app = appOf({ door, asked, news, checks, journals, witnessed, version, files, signal });
  door.stand(await listen(app, port, signal));
  return { address: door.address, entered };
}

interface Parts {
  readonly door: Door;
  readonly asked: Asked;
  readonly news: News;
  readonly checks: Checks;
  readonly journals: readonly string[];
  readonly witnessed: VerifyOptions["witnessed"];
  readonly version: string;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly signal: AbortSignal;
}

function appOf({ door, files, signal, ...parts }: Parts): Hono {
  const inside = new Hono().use(door.inside).route("/api", apiRoutes(parts));
  inside.get("*", (context) => {
    const name = context.req.path.slice(door.base.length + 1);
    const file = files.get(name === "" ? "index.html" : name);
    if (file === undefined) return context.text("There is nothing here.", 404);
    return context.body(file.bytes, 200, { "Content-Type": file.type });
  });
  return new Hono()
    .use(door.guard)
    .get("/enter", (context) => door.enter(context))
    .route(door.base, inside)
    .onError((error, context) => {
      // What was asked while everything ends has nobody who waits for it.
      if (!signal.aborted) process.stderr.write(`${error.stack ?? error.message}\n`);
      return context.json(
        {
          error: {
            code: "failed",
            message: "The console could not answer. It says why where it was started.",
          },
        },
        500,
      );
    });
}

/** Listens on 127.0.0.1 alone, and gives the port. */
async function listen(app: Hono, port: number, signal: AbortSignal): Promise<number> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    serverOptions: { maxHeaderSize: 16_384, requestTimeout: 30_000, headersTimeout: 10_000 },
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, "127.0.0.1", () => listening.resolve());
  try {
    await listening.promise;
  } catch (error) {
    throw new PlatformError("cannot_listen", `Port ${port} cannot be used: ${systemWords(error)}.`, error);
  }
  signal.addEventListener(
    "abort",
    () => {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
    },
    { once: true },
  );
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
