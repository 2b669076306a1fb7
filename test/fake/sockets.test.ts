import { request } from "node:https";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../e2e/until.ts";
import { startFakeServices, type FakeServices } from "./server.ts";
import { MessageReader } from "./socket-frames.ts";

const ending = new AbortController();
let fakes: FakeServices;

beforeAll(async () => {
  fakes = await startFakeServices({ signal: ending.signal });
});
afterAll(() => ending.abort());

/** Opens a socket by hand, since Node's own client cannot be told a certificate. */
function open(host: string, path: string): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const headers = {
    host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const asked = request({
    host: "127.0.0.1",
    port: fakes.port,
    ca: fakes.certificate,
    servername: host,
    path,
    headers,
  });
  asked.on("upgrade", (_reply, connection, head) => {
    connection.unshift(head);
    resolve(connection);
  });
  asked.on("error", reject);
  asked.end();
  return promise;
}

/** A frame as a client sends it. */
function masked(opcode: number, text: string, last = true): Buffer {
  const key = [1, 2, 3, 4];
  const payload = Buffer.from(text).map((byte, at) => byte ^ (key[at % 4] ?? 0));
  const size =
    payload.length < 126 ? [payload.length | 0x80] : [126 | 0x80, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([(last ? 0x80 : 0) | opcode, ...size, ...key]), payload]);
}

test("messages are kept in order, in whatever pieces they come, and answered", async () => {
  const connection = await open("api.openai.com", "/v1/realtime?model=gpt-realtime&served=gpt-5.5");
  const said: string[] = [];
  const reader = new MessageReader();
  connection.on("data", (piece: Buffer) =>
    said.push(
      ...reader.take(piece).map((message) => (message.kind === "text" ? message.text : message.kind)),
    ),
  );
  const long = "x".repeat(300);
  const bytes = Buffer.concat([masked(1, "one"), masked(1, "tw", false), masked(0, "o"), masked(1, long)]);
  for (const byte of bytes) connection.write(Buffer.from([byte]));
  await until("three answers", () => said.length === 4);
  expect(JSON.parse(said[0] ?? "")).toEqual({
    type: "session.created",
    session: { type: "realtime", model: "gpt-5.5" },
  });
  const [socket] = fakes.sockets("api.openai.com");
  expect(socket).toMatchObject({
    head: { path: "/v1/realtime" },
    frames: ["one", "two", long],
    closed: false,
  });
  connection.write(masked(8, ""));
  await until("the socket is closed", () => fakes.sockets("api.openai.com")[0]?.closed === true);
});
