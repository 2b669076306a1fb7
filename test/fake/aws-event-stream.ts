import { crc32 } from "node:zlib";
import type { Answer } from "./answer.ts";

/** The type number of a header whose value is a text. */
const TEXT_HEADER = 7;
const CHECKSUMS_AND_LENGTHS = 16;

/** One event: its name, and what goes as its JSON. */
export interface AwsEvent {
  readonly type: string;
  readonly payload: object;
}

/** An answer in `application/vnd.amazon.eventstream`: framed messages, each with the CRC-32 of its prelude and of itself. */
export function awsEventStream(events: readonly AwsEvent[]): Answer {
  return {
    status: 200,
    headers: { "content-type": "application/vnd.amazon.eventstream", "cache-control": "no-store" },
    body: events.map(message),
  };
}

function message({ type, payload }: AwsEvent): Uint8Array {
  const headers = Buffer.concat([
    header(":event-type", type),
    header(":content-type", "application/json"),
    header(":message-type", "event"),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(headers.length + body.length + CHECKSUMS_AND_LENGTHS, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const checked = Buffer.concat([prelude, checksum(prelude), headers, body]);
  return Buffer.concat([checked, checksum(checked)]);
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([TEXT_HEADER]),
    length,
    Buffer.from(value),
  ]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
