import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gunzip } from "../../../shared/catalog/codec/gzip.ts";
import { inflate } from "../../../shared/catalog/codec/inflate.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Recognition } from "../../../shared/schema/recognition.ts";
import { bytesOf, post } from "./call-of.ts";
import { processorTime } from "../../processor-time.ts";

const catalog = indexCatalog(SERVICES);
const CURSOR = "https://api2.cursor.sh/aiserver.v1.ChatService/StreamUnifiedChatWithTools";

/** A length-delimited field of protobuf: a text, or the fields of a message. */
function field(number: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const inner = joined(...parts.map((part) => (typeof part === "string" ? bytesOf(part) : part)));
  const length = inner.length < 128 ? [inner.length] : [(inner.length & 127) | 128, inner.length >> 7];
  return new Uint8Array([(number << 3) | 2, ...length, ...inner]);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function envelope(flag: number, payload: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(5));
  head.setUint8(0, flag);
  head.setUint32(1, payload.length);
  return new Uint8Array([...new Uint8Array(head.buffer), ...payload]);
}

const chat = (model: string): Uint8Array => field(1, field(1, field(1, "hello")), field(5, field(1, model)));
const read = (...bytes: readonly Uint8Array[]): Recognition | null =>
  recognize(catalog, post(CURSOR, joined(...bytes)), { prompt: true });

describe("a body of Connect or gRPC", () => {
  test("is read by field path, bare or in envelopes, packed or not", () => {
    const plain = chat("claude-4.5-sonnet");
    for (const body of [plain, envelope(0, plain), envelope(1, new Uint8Array(gzipSync(plain)))]) {
      expect(read(body)).toMatchObject({
        model: "anthropic/claude-sonnet-4-5",
        prompt: "hello",
        inspectable: true,
      });
    }
  });

  test("counts with every message and every value of a field", () => {
    const found = read(
      envelope(0, chat("gpt-5.5")),
      envelope(0, chat("claude-mythos-5")),
      envelope(2, bytesOf("{}")),
    );
    expect(found?.mayBe).toEqual(["openai/gpt-5.5", "anthropic/mythos-5"]);
    expect(read(chat("gpt-5.5"), chat("claude-mythos-5"))?.mayBe).toHaveLength(2);
  });

  test.each([
    ["a length that lies", envelope(0, chat("gpt-5.5")).subarray(0, 20)],
    ["packed bytes that are none", envelope(1, chat("gpt-5.5"))],
    ["a flag that nobody knows", envelope(3, chat("gpt-5.5"))],
    ["a message that is none", envelope(0, new Uint8Array([255, 255, 255]))],
    ["a message inside that is none", field(1, field(5, new Uint8Array([255])))],
    ["JSON that is cut off", bytesOf('{"model":"gpt-5.5"')],
    ["a bomb", envelope(1, new Uint8Array(gzipSync(new Uint8Array(20_000_000))))],
  ])("with %s is uninspectable and names no model", (_, bytes) => {
    expect(read(bytes)).toMatchObject({
      service: "cursor-app",
      model: null,
      mayBe: null,
      inspectable: false,
    });
  });
});

describe("inflate", () => {
  test("gives back what was packed, however it was packed", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 5_000 }),
      fc.string({ maxLength: 500 }).map(bytesOf),
    );
    fc.assert(
      fc.property(anyBytes, fc.constantFrom(0, 1, 6, 9), fc.nat(30), (bytes, level, times) => {
        const plain = Buffer.concat(Array.from({ length: times }, () => bytes));
        expect(Buffer.from(inflate(deflateRawSync(plain, { level }))?.output ?? [0]).equals(plain)).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
  });

  test("gives null, and soon, for bytes that are no stream", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(processorTime(() => inflate(bytes))).toBeLessThan(200);
      }),
    );
    expect(inflate(deflateRawSync("hello").subarray(0, 3))).toBeNull();
  });
});

test("gunzip refuses a second member, which some readers take and others do not", () => {
  const one = gzipSync("a", { level: 9 });
  expect(gunzip(new Uint8Array(one))).toEqual(bytesOf("a"));
  expect(gunzip(new Uint8Array(Buffer.concat([one, one])))).toBeNull();
  expect(gunzip(new Uint8Array(one.subarray(0, -4)))).toBeNull();
});
