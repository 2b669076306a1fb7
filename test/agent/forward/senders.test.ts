import { appendFileSync, chmodSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer } from "node:https";
import { createServer as createTcp, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Origin } from "../../../agent/forward/format/origin.ts";
import type { Sender, Sent } from "../../../agent/forward/send/sender.ts";
import { senderFor } from "../../../agent/forward/send/senders.ts";
import type { Receiver, Wanted } from "../../../agent/platform/receivers.ts";
import { makeCertificate } from "../../fake/certificate.ts";
import { decisionEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { readOctetCounted, readSyslog } from "./parsers.ts";

const WANTED: Wanted = { kinds: null, effect: null, models: null };
const ORIGIN: Origin = { host: "desk-7", version: "1.0.0", organization: null, platform: "linux" };
const SECRET = "s3cret-token";

function senderOf(receiver: Receiver): Sender {
  return senderFor(receiver, () => ORIGIN);
}

function sendTo(receiver: Receiver, ...ids: readonly string[]): Promise<Sent> {
  const sender = senderOf(receiver);
  const texts = ids.map((id, index) => sender.write({ sequence: index + 1, event: decisionEvent(id) }));
  return sender.send(texts, new AbortController().signal);
}

function write(name: string, content: string, mode = 0o600): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content, { mode });
  chmodSync(file, mode);
  return file;
}

interface Asked {
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server over TLS that answers as told, and the file of its certificate. */
async function webServer(
  status: number,
  answer = "",
  headers: Record<string, string> = {},
): Promise<{ url: string; ca: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, reply) => {
    void text(request).then((body) => {
      asked.push({ path: request.url, headers: request.headers, body });
      return reply.writeHead(status, headers).end(answer);
    });
  };
  const { key, certificate } = await makeCertificate([]);
  const server = createServer({ key, cert: certificate }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://localhost:${port}`, ca: write("ca.pem", certificate), asked };
}

const fileReceiver = (place: string): Receiver => ({
  to: "file",
  wanted: WANTED,
  place,
  format: "lanyard",
});

function idsIn(place: string): string[] {
  const lines = readFileSync(place, "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

describe("a file", () => {
  test("gets lines, is closed to others, and may be rotated", async () => {
    const place = join(temporaryFolder(), "events.jsonl");
    expect(await sendTo(fileReceiver(place), "decision-1", "decision-2")).toMatchObject({ got: "taken" });
    expect(statSync(place).mode & 0o777).toBe(0o600);
    renameSync(place, `${place}.1`);
    await sendTo(fileReceiver(place), "decision-3");
    expect([idsIn(`${place}.1`), idsIn(place)]).toEqual([["decision-1", "decision-2"], ["decision-3"]]);
  });

  test("loses a line that a crash tore, which comes again whole", async () => {
    const place = join(temporaryFolder(), "events.jsonl");
    await sendTo(fileReceiver(place), "decision-1");
    appendFileSync(place, '{"sequence":2,"id":"decis');
    await sendTo(fileReceiver(place), "decision-2");
    expect(idsIn(place)).toEqual(["decision-1", "decision-2"]);
  });

  test("that is somebody's text is left as it is", async () => {
    const place = write("notes.txt", "Dear diary");
    expect(await sendTo(fileReceiver(place), "decision-1")).toMatchObject({
      got: "later",
      problem: expect.stringContaining("Name another file."),
    });
    expect(readFileSync(place, "utf8")).toBe("Dear diary");
  });

  test("in a folder that is not there is a problem that names it", async () => {
    const place = join(temporaryFolder(), "none/events.jsonl");
    expect(await sendTo(fileReceiver(place), "decision-1")).toMatchObject({
      got: "later",
      problem: `${place} cannot be written: there is no such file.`,
    });
  });
});

const hec = (url: string, ca: string | null, tokenFile: string): Receiver => ({
  to: "hec",
  wanted: WANTED,
  place: url,
  ca,
  tokenFile,
  format: "ocsf",
});

describe("a receiver over HTTP", () => {
  test("of Splunk gets events one after another, with the token of the file", async () => {
    const { url, ca, asked } = await webServer(200, '{"text":"Success","code":0}');
    const sent = await sendTo(hec(url, ca, write("token", `${SECRET}\n`)), "decision-1", "decision-2");
    expect(sent).toEqual({ got: "taken", rejected: 0, detail: "" });
    const [{ path, headers, body }] = asked as [Asked];
    expect(path).toBe("/services/collector/event");
    expect(headers).toMatchObject({ authorization: `Splunk ${SECRET}`, "content-type": "application/json" });
    const events = body.split("\n").map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event.metadata.uid)).toEqual(["decision-1", "decision-2"]);
    expect(events[0]).toMatchObject({ time: 1_780_000_000, host: "desk-7", sourcetype: "lanyard:ocsf" });
  });

  test("of OpenTelemetry gets one request, at the path that is named or the usual one", async () => {
    const { url, ca, asked } = await webServer(200, "{}");
    const otlp = (place: string): Receiver => ({ to: "otlp", wanted: WANTED, place, ca, tokenFile: null });
    await sendTo(otlp(url), "decision-1", "decision-2");
    await sendTo(otlp(`${url}/tenant/logs`), "decision-3");
    expect(asked.map(({ path }) => path)).toEqual(["/v1/logs", "/tenant/logs"]);
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(JSON.parse(asked[0]?.body ?? "").resourceLogs[0].scopeLogs[0].logRecords).toHaveLength(2);
  });

  test("that took a part says how many it left out", async () => {
    const { url, ca } = await webServer(
      200,
      '{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}}',
    );
    const receiver: Receiver = { to: "otlp", wanted: WANTED, place: url, ca, tokenFile: null };
    expect(await sendTo(receiver, "decision-1")).toEqual({ got: "taken", rejected: 2, detail: "too old" });
  });

  test.each([
    [400, "refused"],
    [413, "refused"],
    [401, "later"],
    [403, "later"],
    [404, "later"],
    [408, "later"],
    [429, "later"],
    [500, "later"],
    [503, "later"],
    [307, "later"],
  ] as const)("that answers %i has its batch %s", async (status, got) => {
    const { url, ca } = await webServer(status, "why", { location: "https://elsewhere.example/" });
    const sent = await sendTo(hec(url, ca, write("token", SECRET)), "decision-1");
    expect(sent).toMatchObject({ got, problem: expect.stringContaining(`answered ${status}: why.`) });
  });

  test("that is busy says how long to wait", async () => {
    const { url, ca } = await webServer(503, "", { "retry-after": "7" });
    expect(await sendTo(hec(url, ca, write("token", SECRET)), "decision-1")).toMatchObject({ wait: 7_000 });
  });

  test("whose certificate nobody here trusts gets nothing", async () => {
    const { url, asked } = await webServer(200);
    expect(await sendTo(hec(url, null, write("token", SECRET)), "decision-1")).toMatchObject({
      got: "later",
    });
    const other = await makeCertificate([]);
    const sent = await sendTo(
      hec(url, write("ca.pem", other.certificate), write("token", SECRET)),
      "decision-1",
    );
    expect(sent.got).toBe("later");
    expect(asked).toEqual([]);
  });

  test.each([
    ["open to others", SECRET, 0o644, /open to other users\. Close it: chmod 600/],
    ["empty", "\n", 0o600, /must hold one token/],
    ["two lines", "one\ntwo", 0o600, /must hold one token/],
  ])("gets nothing with a token file that is %s", async (_what, content, mode, sentence) => {
    const { url, ca, asked } = await webServer(200);
    const sent = await sendTo(hec(url, ca, write("token", content, mode)), "decision-1");
    expect(sent).toMatchObject({ got: "later", problem: expect.stringMatching(sentence) });
    expect(JSON.stringify(sent)).not.toContain(SECRET);
    expect(asked).toEqual([]);
  });

  test("that is not there, or breaks off, is told as such", async () => {
    const server = createPlainServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const receiver: Receiver = {
      to: "otlp",
      wanted: WANTED,
      place: `http://127.0.0.1:${port}`,
      ca: null,
      tokenFile: null,
    };
    expect(await sendTo(receiver, "decision-1")).toMatchObject({ got: "later" });
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    expect(await sendTo(receiver, "decision-1")).toMatchObject({
      got: "later",
      problem: expect.stringContaining(`127.0.0.1:${port} cannot be reached`),
    });
  });
});

/** A server on TCP that treats each connection as told. */
async function tcpServer(treat: (socket: Socket, count: number) => void): Promise<Receiver> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createTcp({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on("error", () => undefined));
    count += 1;
    treat(socket, count);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { to: "syslog", wanted: WANTED, place: `tcp://127.0.0.1:${port}`, ca: null, format: "lanyard" };
}

describe("a receiver of syslog", () => {
  test("has a batch when it has read it to the end and lives on", async () => {
    const got: Buffer[] = [];
    const receiver = await tcpServer((socket) => {
      socket.on("data", (chunk: Buffer) => got.push(chunk)).on("end", () => socket.end());
    });
    expect(await sendTo(receiver, "decision-1", "decision-2")).toMatchObject({ got: "taken" });
    const messages = readOctetCounted(Buffer.concat(got)).map(readSyslog);
    expect(messages.map(({ parameters }) => parameters["id"])).toEqual(["decision-1", "decision-2"]);
    expect(messages.map(({ text: event }) => (JSON.parse(event) as { id: string }).id)).toEqual([
      "decision-1",
      "decision-2",
    ]);
  });

  test("goes on with the same connection that showed that it lives", async () => {
    let connections = 0;
    const receiver = await tcpServer((socket) => {
      connections += 1;
      socket.on("end", () => socket.end()).resume();
    });
    const sender = senderOf(receiver);
    const signal = new AbortController().signal;
    for (const id of ["decision-1", "decision-2", "decision-3"])
      expect(
        await sender.send([sender.write({ sequence: 1, event: decisionEvent(id) })], signal),
      ).toMatchObject({
        got: "taken",
      });
    expect(connections).toBe(4);
  });

  test.each([
    ["breaks off while it reads", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
    [
      "ends right after it has read",
      (socket: Socket, count: number) => {
        if (count === 1) socket.on("end", () => socket.end()).resume();
        else socket.destroy();
      },
    ],
  ])("that %s gets the batch again", async (_what, treat) => {
    expect(await sendTo(await tcpServer(treat), "decision-1")).toMatchObject({ got: "later" });
  });
});
