import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBody, decodeFrame } from "../../../shared/catalog/codec/body.ts";
import { FILES } from "../../../shared/catalog/codec/decoded.ts";
import { decodeJson } from "../../../shared/catalog/codec/json.ts";
import { scanJson } from "../../../shared/catalog/codec/json-scan.ts";
import { decodeMultipart } from "../../../shared/catalog/codec/multipart.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Depth of a value, the slow way. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("scanJson", () => {
  test("finds depth and members of any JSON, as a slow reading does", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const spaced = JSON.stringify(value, null, indent);
        const { depth, members } = scanJson(spaced);
        expect(depth).toBe(depthOf(value));
        const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
        const read = members.map(({ key, from, to }) => [key, JSON.parse(spaced.slice(from, to)) as unknown]);
        expect(read).toEqual(isObject ? Object.entries(value) : []);
      }),
    );
  });

  test("is not led astray by quotes and backslashes in strings", () => {
    const text = String.raw`{"a\"b":"\\","c":"}{\\\"","model":"x"}`;
    expect(scanJson(text).members.map(({ key }) => key)).toEqual(['a"b', "c", "model"]);
  });
});

describe("decodeJson", () => {
  test("keeps every value of a key that comes twice", () => {
    expect(decodeJson('{"model":"a","model":{"b":1}}')).toEqual({
      root: new Map([["model", ["a", { b: 1 }]]]),
      sound: true,
    });
  });

  test("leaves other JSON as it is", () => {
    expect(decodeJson('{"a":{"x":1,"x":2}}')).toEqual({ root: { a: { x: 2 } }, sound: true });
  });
});

describe("decodeMultipart", () => {
  const form = [
    '--X\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n',
    '--X\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n\u0000\r\n',
    "--X--\r\n",
  ];

  test("reads fields, and the names of files", () => {
    expect(decodeMultipart(form.join(""))).toEqual({
      root: new Map<string, string[]>([
        ["model", ["whisper-1"]],
        [FILES, ["a.wav"]],
      ]),
      sound: true,
    });
  });

  test("is not sound without its last line", () => {
    expect(decodeMultipart(form.slice(0, 2).join("")).sound).toBe(false);
    expect(decodeMultipart("no boundary").sound).toBe(false);
  });
});

describe("decodeBody", () => {
  test("tells the codec by the first bytes where it may be any", () => {
    expect(decodeBody({ kind: "bytes", bytes: bytes(' {"a":1}') }, "any").root).toEqual({ a: 1 });
    expect(decodeBody({ kind: "bytes", bytes: bytes("a=1&a=2") }, "any").root).toEqual(
      new Map([["a", ["1", "2"]]]),
    );
    expect(decodeBody({ kind: "bytes", bytes: bytes("--X--\r\n") }, "any").root).toBeInstanceOf(Map);
  });

  test("does not take a form for JSON", () => {
    expect(decodeBody({ kind: "form", fields: { model: ["gpt-5"] } }, "json")).toEqual({
      root: null,
      sound: false,
    });
  });

  test("does not take JSON with broken UTF-8 for sound, but reads it", () => {
    const broken = new Uint8Array([...bytes('{"model":"x","y":"'), 0xc3, ...bytes('"}')]);
    expect(decodeBody({ kind: "bytes", bytes: broken }, "json")).toMatchObject({
      root: { model: "x" },
      sound: false,
    });
  });
});

test("a frame is read as JSON from text and from bytes alike", () => {
  expect(decodeFrame('{"a":1}')).toEqual(decodeFrame(bytes('{"a":1}')));
  expect(decodeFrame(new Uint8Array([1, 2, 255])).sound).toBe(false);
});
