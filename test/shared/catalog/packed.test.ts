import { deflateSync, gzipSync, brotliCompressSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../shared/catalog/codec/body.ts";
import { decodeFrame } from "../../../shared/catalog/codec/frames.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { callOfSample } from "../../../shared/catalog/sample.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Recognition } from "../../../shared/schema/recognition.ts";
import { bytesOf, post } from "./call-of.ts";
import { dgw, event, field, hub, joined, pack } from "./packing.ts";
import { SAMPLES } from "./recorded-samples.ts";

const catalog = indexCatalog(SERVICES);
const read = (call: Call): Recognition | null => recognize(catalog, call, { prompt: true });
const socket = (url: string, ...frames: readonly Uint8Array[]): Call => ({
  method: "GET",
  url,
  headers: {},
  body: { kind: "none" },
  frames,
});
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const invocation = (tone: string): Uint8Array =>
  hub([4, {}, "0", "chat", [{ tone, message: { text: "hello", author: "user" } }]]);
const chunk = (content: string): Uint8Array =>
  event(
    bytesOf(
      JSON.stringify({ bytes: base64(bytesOf(JSON.stringify({ event: { textInput: { content } } }))) }),
    ),
  );
const operation = (bot: string): object => ({
  queryName: "sendMessageMutation",
  variables: { bot, query: "hello" },
  extensions: { hash: "0".repeat(64) },
});
const asText = (bot: string): object => ({
  ...operation(bot),
  variables: JSON.stringify({ bot, query: "hello" }),
});
const form = (name: string, value: string): string =>
  `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--X--\r\n`;

describe("gRPC in browsers", () => {
  const sample = SAMPLES.find(({ name }) => name === "grpc-xai-getcompletion")?.sample;
  const call = sample === undefined ? null : callOfSample(sample);
  const message = call?.body.kind === "bytes" ? call.body.bytes : new Uint8Array();
  const bytes = joined(new Uint8Array([0, 0, 0, message.length >> 8, message.length & 255]), message);
  const ofText = (text: string): Recognition | null =>
    call === null ? null : read({ ...call, body: { kind: "bytes", bytes: bytesOf(text) } });

  test("is read from base64 as from bytes, in one text or several", () => {
    const plain = call === null ? null : read(call);
    expect(plain?.model).not.toBeNull();
    expect(plain?.inspectable).toBe(true);
    expect(ofText(base64(bytes))).toEqual(plain);
    expect(ofText(base64(bytes.subarray(0, 10)) + base64(bytes.subarray(10)))).toEqual(plain);
  });

  test("is uninspectable where the text is cut off", () => {
    expect(ofText(base64(bytes.subarray(0, -9)))).toMatchObject({ model: null, inspectable: false });
    expect(ofText(`${base64(bytes)}=A`)).toMatchObject({ model: null, inspectable: false });
  });
});

describe("Meta's DGW frames", () => {
  const url = "wss://gateway.meta.ai/ws/clippy?x-dgw-version=5";
  const message = JSON.stringify({
    type: 1,
    payload: base64(joined(field(1, "client"), field(2, "hello Muse"))),
  });

  test("are read down to the protobuf in base64 in JSON", () => {
    const open = dgw(15, bytesOf('{"x-dgw-app-id":"1"}'));
    const all = joined(open, dgw(13, bytesOf(message)), new Uint8Array([9]), dgw(12, new Uint8Array(2)));
    expect(read(socket(url, all))).toMatchObject({
      service: "meta-ai-web",
      prompt: "hello Muse",
      inspectable: true,
    });
    expect(read(socket(url, dgw(17, bytesOf(message))))?.prompt).toBe("hello Muse");
  });

  test("that lie about their length are uninspectable", () => {
    const frame = dgw(13, bytesOf(message));
    for (const lie of [
      frame.subarray(0, -1),
      joined(frame, new Uint8Array([1])),
      joined(frame, new Uint8Array([13])),
    ]) {
      expect(read(socket(url, lie))).toMatchObject({ prompt: null, inspectable: false });
    }
  });
});

describe("SignalR in MessagePack", () => {
  const url = "wss://substrate.office.com/m365Copilot/Chathub/someone@contoso";

  test("is read as its JSON is", () => {
    const json = JSON.stringify({
      type: 4,
      invocationId: "0",
      target: "chat",
      arguments: [{ tone: "Claude_Opus", message: { text: "hello", author: "user" } }],
    });
    const plain = read({ ...socket(url), frames: [`${json}\u001e`] });
    expect(plain?.modelAsSent).toBe("Claude_Opus");
    expect(read(socket(url, invocation("Claude_Opus")))).toEqual(plain);
    expect(read(socket(url, joined(hub([6]), invocation("Claude_Opus"))))).toEqual(plain);
  });

  test("counts with every value of a key that comes twice", () => {
    const twice = joined(
      new Uint8Array([0x82]),
      pack("tone"),
      pack("gpt_5_5_reasoning"),
      pack("tone"),
      pack("Claude_Opus"),
    );
    const body = joined(
      new Uint8Array([0x95]),
      pack(4),
      pack({}),
      pack("0"),
      pack("chat"),
      new Uint8Array([0x91]),
      twice,
    );
    const found = read(socket(url, joined(new Uint8Array([body.length]), body)));
    expect(found?.mayBe).toEqual(expect.arrayContaining(["openai/gpt-5.5", "anthropic/claude-opus-4-8"]));
  });

  test("that is cut off, too deep or too long is uninspectable", () => {
    const whole = invocation("Claude_Opus");
    const deep = new Uint8Array(5_000).fill(0x91);
    const long = new Uint8Array([5, 0xdd, 0xff, 0xff, 0xff, 0xff]);
    for (const lie of [whole.subarray(0, -2), joined(new Uint8Array([0x88, 0x27]), deep), long]) {
      expect(read(socket(url, lie))).toMatchObject({ modelAsSent: null, inspectable: false });
    }
  });
});

describe("AWS's event stream", () => {
  const url =
    "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-sonic-v1%3A0/invoke-with-bidirectional-stream";

  test("is read down to the JSON in base64, signed or not", () => {
    for (const body of [
      joined(chunk("hello"), chunk("world")),
      joined(event(chunk("hello")), event(chunk("world"))),
    ]) {
      expect(read(post(url, body))).toMatchObject({
        service: "bedrock",
        operation: "realtime",
        modelAsSent: "amazon.nova-sonic-v1:0",
        prompt: "hello\nworld",
        inspectable: true,
      });
    }
    expect(decodeFrame(chunk("hello"))).toMatchObject([{ sound: true }]);
  });

  test("that lies about its lengths or its base64 is uninspectable", () => {
    const lies = [
      chunk("x").subarray(0, -1),
      event(bytesOf('{"bytes":"!"}')),
      event(bytesOf("{")),
      bytesOf("{}"),
    ];
    for (const body of lies)
      expect(read(post(url, body))).toMatchObject({ inspectable: false, prompt: null });
  });
});

describe("GraphQL", () => {
  const url = "https://poe.com/api/gql_POST";

  test.each([
    ["with variables as an object", operation("Claude-Opus-4.5")],
    ["with variables as a string", asText("Claude-Opus-4.5")],
    ["in a list", [operation("Claude-Opus-4.5")]],
    [
      "in a form",
      new URLSearchParams({
        queryName: "sendMessage",
        variables: '{"bot":"Claude-Opus-4.5","query":"hello"}',
      }).toString(),
    ],
    ["in a form with files", form("operations", JSON.stringify(operation("Claude-Opus-4.5")))],
  ])("is read %s", (_, body) => {
    expect(read(post(url, body))).toMatchObject({
      model: "anthropic/claude-opus-4-5",
      prompt: "hello",
      inspectable: true,
    });
  });

  test("counts with every operation of a list", () => {
    const found = read(post(url, [operation("Claude-Opus-4.5"), asText("GPT-5.5")]));
    expect(found?.mayBe).toEqual(["anthropic/claude-opus-4-5", "openai/gpt-5.5"]);
  });

  test.each([
    ["variables that are no JSON", { ...operation("Claude-Opus-4.5"), variables: "{" }],
    ["a list of something else", [operation("Claude-Opus-4.5"), 1]],
    ["more operations than are read", Array.from({ length: 10_001 }, () => operation("Claude-Opus-4.5"))],
  ])("with %s is uninspectable and names no model", (_, body) => {
    expect(read(post(url, body))).toMatchObject({ model: null, mayBe: null, inspectable: false });
  });
});

describe("JSON in each line", () => {
  const url = "https://huggingface.co/api/models/acme/private-llama/commit/main";
  const lines = [
    '{"key":"header","value":{"summary":"x"}}',
    '{"key":"file","value":{"path":"a.bin","content":""}}',
  ];

  test("is read line by line", () => {
    expect(read(post(url, lines.join("\n")))).toMatchObject({
      operation: "file_upload",
      modelAsSent: "acme/private-llama",
      attachments: ["a.bin"],
      inspectable: true,
    });
  });

  test("that is cut off is uninspectable", () => {
    expect(read(post(url, lines.join("\n").slice(0, -1)))?.inspectable).toBe(false);
    const tooMany = { kind: "bytes", bytes: bytesOf("{}\n".repeat(20_000)) } as const;
    expect(decodeBody(tooMany, "ndjson", "model").sound).toBe(false);
  });
});

describe("a body that is packed", () => {
  const url = "https://api.openai.com/v1/chat/completions";
  const body = JSON.stringify({ model: "gpt-5.5", messages: [{ role: "user", content: "hello" }] });
  const packed = (bytes: Uint8Array, coding: string): Recognition | null =>
    read(post(url, new Uint8Array(bytes), { "content-encoding": coding }));

  test.each([
    ["gzip", gzipSync(body)],
    ["deflate", deflateSync(body)],
  ])("by %s is read", (coding, bytes) => {
    expect(packed(bytes, coding)).toMatchObject({
      model: "openai/gpt-5.5",
      prompt: "hello",
      inspectable: true,
    });
  });

  test.each([
    ["br", brotliCompressSync(body)],
    ["zstd", zstdCompressSync(body)],
    ["deflate", deflateSync(body).subarray(0, -5)],
    ["gzip, br", bytesOf(body)],
    ["br", bytesOf(body)],
  ])("by %s cannot be looked into and names no model", (coding, bytes) => {
    expect(packed(bytes, coding)).toMatchObject({ service: "openai-api", model: null, inspectable: false });
  });
});
