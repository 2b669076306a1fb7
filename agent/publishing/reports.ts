import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemWords } from "../platform/fault.ts";
import { EndpointReport } from "../../shared/schema/endpoint-report.ts";
import { jsonIn } from "../platform/json-text.ts";
import { PublishingError } from "./fault.ts";
import { connected } from "./nudge.ts";
import type { Nudge } from "./publisher-file.ts";

/** Milliseconds without a report after which a broker is taken to have no more: it sends what it retains at once. */
const QUIET = 1_000;

/** Reports that were found, and how many files or messages were none. */
export interface FoundReports {
  readonly reports: readonly EndpointReport[];
  readonly unreadable: number;
}

/** The reports of a folder, one file an endpoint; throws `unreadable` where there is no such folder. */
export async function reportsInFolder(folder: string): Promise<FoundReports> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
    const texts: string[] = [];
    for (const name of names) texts.push(await readFile(join(folder, name), "utf8"));
    return found(texts);
  } catch (error) {
    throw new PublishingError("unreadable", `${folder} cannot be read: ${systemWords(error)}.`, error);
  }
}

/** The reports that a broker retains; throws `unreadable` where it does not answer. */
export async function reportsAtBroker(broker: Nudge, desk: string): Promise<FoundReports> {
  const client = await connected(broker, desk);
  const texts = new Map<string, string>();
  let last = performance.now();
  client.on("message", (topic, payload) => {
    last = performance.now();
    texts.set(topic, payload.toString());
  });
  try {
    // Of QoS 1 Mosquitto queues a thousand for one client and drops the rest; of QoS 0 it sends what it has.
    await client.subscribeAsync(`${broker.topic}/endpoints/+`, { qos: 0 });
    last = performance.now();
    while (performance.now() - last < QUIET) await new Promise((resolve) => setTimeout(resolve, QUIET / 10));
  } finally {
    client.end(true);
  }
  return found([...texts.values()].filter((text) => text !== ""));
}

function found(texts: readonly string[]): FoundReports {
  const reports = texts.flatMap((text) => EndpointReport.safeParse(jsonIn(text)).data ?? []);
  return { reports, unreadable: texts.length - reports.length };
}
