import { once } from "node:events";
import { appendFileSync, copyFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connectAsync } from "mqtt";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Checkpoint, signCheckpoint } from "../../../agent/journal/checkpoint.ts";
import type { BrokerSettings } from "../../../agent/platform/distribution-config.ts";
import { notesIn } from "../../../agent/witness/notes.ts";
import type { Outlet } from "../../../agent/witness/outlet.ts";
import { outletsOf } from "../../../agent/witness/outlets.ts";
import { makeCertificate } from "../../fake/certificate.ts";
import { until } from "../../e2e/until.ts";
import { testKey } from "../journal/written.ts";
import { startBroker } from "../publishing/broker.ts";
import { exitOf, makeSite, run, type Site, startAgent } from "../running.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ORIGIN = "lanyard/0123456789abcdef0123456789abcdef";
const TOPIC = "corp/checkpoints/0123456789abcdef0123456789abcdef";
const NONE = { folder: null, url: null, mqtt: null, otlp: false };
const HOST = { host: "desk-7", version: "1.0.0", organization: null, platform: "linux" };

function checkpointOf(size: number): Checkpoint {
  return signCheckpoint({ origin: ORIGIN, size, root: Buffer.alloc(32, size) }, testKey());
}

function brokerOutlet(fields: Partial<BrokerSettings>): Outlet {
  const mqtt = { url: "", topic: "corp", ca: null, user: null, passwordFile: null, ...fields };
  const [outlet] = outletsOf({ witness: { ...NONE, mqtt }, forward: [] }, () => HOST);
  if (outlet === undefined) throw new Error("No outlet was made.");
  return outlet;
}

function send(outlet: Outlet, checkpoint: Checkpoint): Promise<void> {
  return outlet.send(checkpoint, AbortSignal.timeout(10_000));
}

/** What a collector was sent, one request a line as its file has them; it answers as told. */
async function collector() {
  const state = { url: "", lines: [] as string[], answer: "{}", status: 200 };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    state.lines.push(await text(request));
    response.writeHead(state.status, { "content-type": "application/json" }).end(state.answer);
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

function collectorOutlet(url: string): Outlet {
  const wanted = { kinds: null, effect: null, models: null };
  const forward = [{ to: "otlp", wanted, place: url, ca: null, tokenFile: null }] as const;
  const [outlet] = outletsOf({ witness: { ...NONE, otlp: true }, forward }, () => HOST);
  if (outlet === undefined) throw new Error("No outlet was made.");
  return outlet;
}

describe("a broker", () => {
  test("retains the newest checkpoint as the note that it is, under the journal's own topic", async () => {
    const { url, seen } = await startBroker();
    const [first, second] = [checkpointOf(1), checkpointOf(2)];
    await send(brokerOutlet({ url }), first);
    await send(brokerOutlet({ url }), second);
    expect(seen.map(({ topic, payload, retain, qos }) => [topic, payload.toString(), retain, qos])).toEqual([
      [TOPIC, first.note, true, 1],
      [TOPIC, second.note, true, 1],
    ]);
  });

  test("is spoken to over TLS, by its authority, user and password", async () => {
    const { key, certificate } = await makeCertificate([]);
    const { url, seen } = await startBroker({ key, cert: certificate });
    const folder = temporaryFolder();
    const [ca, passwordFile] = [join(folder, "ca.pem"), join(folder, "password")];
    writeFileSync(ca, certificate);
    writeFileSync(passwordFile, "secret\n");
    await send(brokerOutlet({ url, ca, user: "desk", passwordFile }), checkpointOf(1));
    expect(seen).toHaveLength(1);
    writeFileSync(passwordFile, "wrong");
    for (const fields of [{ url, ca, user: "desk", passwordFile }, { url }])
      await expect(send(brokerOutlet(fields), checkpointOf(2))).rejects.toMatchObject({
        name: "WitnessError",
        message: expect.stringContaining(`The broker ${url} cannot be reached: `),
      });
    expect(seen).toHaveLength(1);
  });

  test("that is not there, or takes too long, is told", async () => {
    await expect(send(brokerOutlet({ url: "mqtt://127.0.0.1:9" }), checkpointOf(1))).rejects.toThrow(
      "cannot be reached",
    );
    const silent = createServer();
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const url = `mqtt://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await expect(brokerOutlet({ url }).send(checkpointOf(1), AbortSignal.timeout(50))).rejects.toThrow(
      "cannot be reached",
    );
  });
});

describe("a collector", () => {
  test("gets a log record of its own, of which the body is the note", async () => {
    const { url, lines } = await collector();
    const checkpoint = checkpointOf(3);
    await send(collectorOutlet(url), checkpoint);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      resourceLogs: [
        {
          scopeLogs: [
            { logRecords: [{ eventName: "lanyard.checkpoint", body: { stringValue: checkpoint.note } }] },
          ],
        },
      ],
    });
    expect(notesIn(lines.join("\n"))).toEqual([checkpoint.note]);
  });

  test("that refuses it, or leaves it out, has not seen it", async () => {
    const state = await collector();
    state.status = 503;
    await expect(send(collectorOutlet(state.url), checkpointOf(1))).rejects.toThrow("answered 503");
    Object.assign(state, {
      status: 200,
      answer: '{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"no room"}}',
    });
    await expect(send(collectorOutlet(state.url), checkpointOf(1))).rejects.toThrow(
      "left the checkpoint out. no room",
    );
  });
});

async function runOnce(site: Site, has: () => Promise<boolean>): Promise<void> {
  const agent = await startAgent(site);
  await until("the witnesses have the checkpoint", has);
  agent.kill("SIGTERM");
  await exitOf(agent);
}

test("an older copy of a journal is found out by what broker and collector hold", async () => {
  const [broker, telemetry] = [await startBroker(), await collector()];
  const site = makeSite();
  appendFileSync(
    site.config,
    `witness: {mqtt: {url: "${broker.url}", topic: corp}, otlp: true}\nforward: [{to: otlp, url: "${telemetry.url}"}]\n`,
  );
  const records = (): number => notesIn(telemetry.lines.join("\n")).length;
  await runOnce(site, async () => broker.seen.length > 0 && records() > 0);
  copyFileSync(site.journal, join(site.folder, "older.db"));
  const before = [broker.seen.length, records()] as const;
  await runOnce(site, async () => broker.seen.length > before[0] && records() > before[1]);

  const client = await connectAsync(broker.url);
  const retained = Promise.withResolvers<Buffer>();
  client.on("message", (_topic, payload) => retained.resolve(payload));
  await client.subscribeAsync("corp/checkpoints/#", { qos: 1 });
  writeFileSync(join(site.folder, "note.txt"), await retained.promise);
  await client.endAsync();
  writeFileSync(join(site.folder, "collector.jsonl"), telemetry.lines.map((line) => `${line}\n`).join(""));
  for (const witness of ["note.txt", "collector.jsonl"]) {
    const verify = ["journal", "verify", "--witness", witness, "--json", "--file"];
    expect(await run(site, [...verify, site.journal]), witness).toMatchObject({ code: 0 });
    const rolled = await run(site, [...verify, "older.db"]);
    expect([witness, rolled.code]).toEqual([witness, 1]);
    expect(JSON.parse(rolled.stdout), witness).toMatchObject({ findings: [{ what: "rolled_back" }] });
  }
});
