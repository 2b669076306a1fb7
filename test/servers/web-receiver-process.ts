import { open, readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Takes events of OTLP or HEC as strictly as these say, and answers only when their ids are on the disk. It is slow on purpose, so
 * that it can be killed between the two.
 */
const [kind = "", port = "", folder = "", token = ""] = process.argv.slice(2);
const SCHEME = kind === "hec" ? "Splunk" : "Bearer";
const PATH = kind === "hec" ? "/services/collector/event" : "/v1/logs";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface OtlpLogs {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly { readonly attributes: readonly Attribute[] }[];
    }[];
  }[];
}

function idsOf(body: string): (string | undefined)[] {
  if (kind === "hec")
    return body
      .split("\n")
      .map((line) => (JSON.parse(line) as { event: { metadata: { uid: string } } }).event.metadata.uid);
  const { resourceLogs } = JSON.parse(body) as OtlpLogs;
  const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
  return records.map(
    ({ attributes }) => attributes.find(({ key }) => key === "log.record.uid")?.value.stringValue,
  );
}

async function take(body: string): Promise<void> {
  const ids = idsOf(body);
  if (ids.some((id) => id === undefined)) throw new Error("an event without an id");
  await pause(100);
  const file = await open(join(folder, "ids"), "a");
  await file.appendFile(`${ids.join("\n")}\n`);
  await file.sync();
  await file.close();
  await pause(100);
}

const [key, cert] = await Promise.all([readFile(join(folder, "key.pem")), readFile(join(folder, "ca.pem"))]);
createServer({ key, cert }, (request, reply) => {
  const { method, url, headers } = request;
  if (headers.authorization !== `${SCHEME} ${token}`) reply.writeHead(401).end();
  else if (method !== "POST" || url !== PATH) reply.writeHead(404).end();
  else
    text(request)
      .then(take)
      .then(
        () => reply.writeHead(200).end("{}"),
        () => reply.writeHead(400).end(),
      );
}).listen(Number(port), "127.0.0.1");
