import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replacedAddress, replacedBody, replacedJson } from "../../../shared/catalog/replacing.ts";
import type { CallBody } from "../../../shared/schema/call.ts";
import { processorTime } from "../../processor-time.ts";

const bytesOf = (text: string): CallBody => ({ kind: "bytes", bytes: new TextEncoder().encode(text) });
const SECRET = 'Pay DE89 3704 0044 0532 0130 00 \u{1F642} "now"\n';
const NOW = 'Pay [IBAN] \u{1F642} "now"\n';
const MAP = new Map([[SECRET, NOW]]);

const inner = (text: string): string => JSON.stringify([null, JSON.stringify([[text, 0, null]])]);

const frame = (text: string): string => `${JSON.stringify({ type: 4, arguments: [{ text }] })}\u001e`;

describe("a body with texts replaced", () => {
  test("is the same JSON with the same spelling of all else", () => {
    const before = `{ "a":1.50,"k\\u0065y" : [true,null],\n "p":${JSON.stringify(SECRET)}, "p":"\\u0041\\/" }`;
    const after = before.replace(JSON.stringify(SECRET), () => JSON.stringify(NOW));
    expect(replacedBody(bytesOf(before), MAP)).toBe(after);
  });

  test("leaves keys alone", () => {
    const body = JSON.stringify({ [SECRET]: 1 });
    expect(replacedBody(bytesOf(body), MAP)).toBe(body);
  });

  test("reaches JSON in strings of JSON, and in fields of a form", () => {
    const form = (text: string): string => `at=A%2fb+c&f.req=${encodeURIComponent(inner(text))}&`;
    expect(replacedBody(bytesOf(form(SECRET)), MAP)).toBe(form(NOW));
    expect(replacedBody({ kind: "form", fields: { "f.req": [inner(SECRET)], at: ["x y"] } }, MAP)).toBe(
      `f.req=${encodeURIComponent(inner(NOW))}&at=x%20y`,
    );
  });

  test("reaches records of a socket's frame", () => {
    expect(replacedJson(frame(SECRET), MAP)).toBe(frame(NOW));
  });

  test.each([
    ["multipart", bytesOf('--X\r\nContent-Disposition: form-data; name="p"\r\n\r\nx\r\n--X--')],
    ["messages with lengths", { kind: "bytes" as const, bytes: new Uint8Array([0, 0, 0, 0, 2, 123, 125]) }],
    ["another encoding", { kind: "bytes" as const, bytes: new Uint8Array([255, 254, 123, 0, 125, 0]) }],
    ["plain text", bytesOf("Pay DE89 3704 0044 0532 0130 00")],
    ["nothing", { kind: "none" as const }],
    ["what cannot be read", { kind: "unreadable" as const, why: "." }],
  ])("is not made of %s", (_, body: CallBody) => {
    expect(replacedBody(body, MAP)).toBeNull();
  });

  test("means what it meant, but for the texts, whatever the JSON", () => {
    // JSON has no negative zero.
    const value = fc.jsonValue({ maxDepth: 4 }).map((one) => JSON.parse(JSON.stringify(one)) as unknown);
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify({ json, p: [SECRET, { SECRET }] }, null, indent);
        const after = replacedJson(text, MAP);
        expect(JSON.parse(after)).toEqual({ json, p: [NOW, { SECRET: NOW }] });
      }),
    );
  });

  test("is the very same text where nothing is to replace", () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (any, json) => {
        expect(replacedJson(any, MAP)).toBe(any);
        expect(replacedJson(json, new Map())).toBe(json);
      }),
    );
  });

  test("takes time by the length alone, backslashes and quotes without end", () => {
    const hostiles = [
      "\\".repeat(1_000_000),
      `"${"\\".repeat(1_000_000)}`,
      '"'.repeat(1_000_000),
      `"${'\\"'.repeat(500_000)}`,
    ];
    const took = processorTime(() => hostiles.map((hostile) => replacedJson(hostile, MAP)));
    expect(took).toBeLessThan(3_000);
  });
});

describe("an address with texts replaced", () => {
  test("has other values in its query, and all else as it was spelled", () => {
    const address = (text: string): string =>
      `https://chatgpt.com/a%2fb?x=%2F&q=${encodeURIComponent(text)}&y=1+2#q=${encodeURIComponent(SECRET)}`;
    expect(replacedAddress(address(SECRET), MAP)).toBe(address(NOW));
  });

  test.each([
    ["holds none of them", "https://chatgpt.com/?q=a+b&r=%7e"],
    ["has no query", `https://chatgpt.com/${encodeURIComponent(SECRET)}`],
    ["has one behind what never goes on the wire", `https://chatgpt.com/#?q=${encodeURIComponent(SECRET)}`],
    ["has one as a part of a value", `https://chatgpt.com/?q=${encodeURIComponent(`${SECRET}!`)}`],
  ])("stays as it is where it %s", (_, address) => {
    expect(replacedAddress(address, MAP)).toBe(address);
  });
});
