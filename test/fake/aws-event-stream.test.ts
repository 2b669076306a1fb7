import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { awsEventStream } from "./aws-event-stream.ts";

test("a message tells its lengths first, and ends its prelude and itself with their CRC-32", () => {
  const [piece] = awsEventStream([{ type: "messageStart", payload: { role: "assistant" } }]).body;
  const message = Buffer.from(piece as Uint8Array);
  const headers = message.readUInt32BE(4);

  expect(message.readUInt32BE(0)).toBe(message.length);
  expect(message.readUInt32BE(8)).toBe(crc32(message.subarray(0, 8)));
  expect(message.readUInt32BE(message.length - 4)).toBe(crc32(message.subarray(0, -4)));
  expect(message.subarray(12, 12 + headers).toString("latin1")).toContain("\x07\x00\x0cmessageStart");
  expect(message.subarray(12 + headers, -4).toString()).toBe('{"role":"assistant"}');
});
