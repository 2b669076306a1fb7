import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { certificateIn } from "./certificate-in.ts";
import { freePort, ServerProcess } from "./server-process.ts";

/** A receiver of OTLP or of Splunk's HEC over TLS, as a process of its own that can be killed. */
export interface WebReceiver {
  /** `https://localhost:PORT`. */
  readonly url: string;
  readonly ca: string;
  /** Ids of the events that are on its disk. */
  ids(): Promise<readonly string[]>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts one with its files in this folder; `token`: the only one that it takes. */
export async function startWebReceiver(
  kind: "hec" | "otlp",
  folder: string,
  token: string,
): Promise<WebReceiver> {
  const ca = await certificateIn(folder);
  const port = await freePort();
  const program = join(import.meta.dirname, "web-receiver-process.ts");
  const parameters = [program, kind, String(port), folder, token];
  const start = (): Promise<ServerProcess> => ServerProcess.start(process.execPath, parameters, port);
  let running = await start();
  return {
    url: `https://localhost:${port}`,
    ca,
    ids: async () => {
      const file = join(folder, "ids");
      return existsSync(file) ? (await readFile(file, "utf8")).split("\n").slice(0, -1) : [];
    },
    kill: () => running.kill(),
    start: async () => {
      running = await start();
    },
  };
}
