import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../shared/catalog/codec/body.ts";
import { FILES, isTree, type Decoded } from "../../../shared/catalog/codec/decoded.ts";
import { decodeFrame } from "../../../shared/catalog/codec/frames.ts";
import { decodeJson } from "../../../shared/catalog/codec/json.ts";
import { scanJson } from "../../../shared/catalog/codec/json-scan.ts";
import { decodeMultipart } from "../../../shared/catalog/codec/multipart.ts";
import { bytesOf } from "./call-of.ts";

const body = (bytes: Uint8Array, codec: Parameters<typeof decodeBody>[1] = "json"): Decoded =>
  decodeBody({ kind: "bytes", bytes }, codec, "model");

/** What stands under a key of what was read. */
function at({ root }: Decoded, ...steps: readonly string[]): unknown[] {
  let values: unknown[] = [root];
  for (const step of steps)
    values = values.flatMap((value) => (isTree(value) ? (value.step(step) ?? []) : []));
  return values.map((value) => (isTree(value) ? value.leaf() : value));
}

/** Every leaf of a value with the steps that lead to it, the slow way. */
function leaves(value: unknown, steps: readonly string[] = []): [string[], unknown][] {
  if (typeof value !== "object" || value === null) return [[[...steps], value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...steps, key]));
}

/** A list of objects two deep. */
function list(length: number): Decoded {
  return decodeJson(JSON.stringify(Array.from({ length }, () => ({ a: { b: 1 } }))));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("decodeJson", () => {
  test("finds at every place of any JSON what JSON.parse finds there", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const decoded = decodeJson(JSON.stringify(value, null, indent));
        expect(decoded.sound).toBe(true);
        for (const [steps, leaf] of leaves(value)) expect(at(decoded, ...steps)).toContain(leaf);
      }),
      { numRuns: 300 },
    );
  });

  test("calls nothing sound that JSON.parse refuses, but for the inside of strings", () => {
    const signs = fc.constantFrom("{", "}", "[", "]", ",", ":", "/", "x", '"', "0");
    fc.assert(
      fc.property(fc.json(), fc.nat(), signs, (text, place, sign) => {
        const cut = place % (text.length + 1);
        const damaged = text.slice(0, cut) + sign + text.slice(cut);
        if (!damaged.includes("\\")) expect(decodeJson(damaged).sound).toBe(isJson(damaged));
      }),
      { numRuns: 2_000 },
    );
  });

  test("is not led astray by quotes and backslashes in strings", () => {
    const text = String.raw`{"a\"b":"\\","c":"}{\\\"","model":"x"}`;
    expect(at(decodeJson(text), "*")).toEqual(["\\", '}{\\"', "x"]);
    expect(at(decodeJson(text), 'a"b')).toEqual(["\\"]);
  });

  test("keeps every value of a key that comes twice, at every depth, in any case and with escapes", () => {
    const text = String.raw`{"s":{"model":"a","mod\u0065l":"b","Model":"c"}}`;
    expect(at(decodeJson(text), "s", "model")).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["a comment", '{"model":"a"/*,"model":"b"*/}', ["a"]],
    ["a comment that one reader ends before the other", '{"a":1,//x\r"model":"a"\n}', ["a"]],
    ["NaN", '{"t":NaN,"model":"a"}', ["a"]],
    ["a comma too many", '{"model":"a",}', ["a"]],
  ])("reads what lenient services take, without calling it sound: %s", (_, text, models) => {
    expect(decodeJson(text)).toMatchObject({ sound: false, whole: true });
    expect(at(decodeJson(text), "model")).toEqual(models);
  });

  test("trusts nothing of an object with more members than are read", () => {
    const text = `{${'"a":1,'.repeat(20_000)}"a":1}`;
    expect(decodeJson(text)).toMatchObject({ sound: false, whole: false });
  });

  test.each([
    '{"a":1}{"a":2}',
    "{'a':1}",
    "{a:1}",
    '{"a":[1 2]}',
    '{"a":[1}',
    '{"a"}',
    '{"a":}',
    '{"a":1 /* ',
    "",
    "[",
    '{"a":b}',
  ])("trusts nothing of %s", (text) => {
    expect(decodeJson(text)).toMatchObject({ sound: false, whole: false });
  });

  test("keeps the first ten thousand of a list, and says that there are more", () => {
    for (const [length, isCut] of [
      [10_000, false],
      [10_001, true],
      [30_000, true],
    ] as const) {
      expect(at(list(length), "*")).toHaveLength(10_000);
      expect(list(length).root).toMatchObject({ isCut });
    }
  });

  test("leaves a number as it is written where doubles cannot hold it", () => {
    expect(at(decodeJson('{"m":12345678901234567891}'), "m")).toEqual(["12345678901234567891"]);
    expect(at(decodeJson('{"m":3.0}'), "m")).toEqual([3]);
  });
});

test("scanJson stops at the end of the value that it began with", () => {
  expect(scanJson(bytesOf('  {"a":[1,{"b":2}]} x'), null, 2)).toMatchObject({ form: "strict", end: 19 });
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
      whole: true,
    });
  });

  test("is not sound without its last line", () => {
    expect(decodeMultipart(form.slice(0, 2).join("")).sound).toBe(false);
    expect(decodeMultipart("no boundary").sound).toBe(false);
  });
});

describe("decodeBody", () => {
  test("tells the codec by the first bytes where it may be any", () => {
    expect(at(body(bytesOf(' {"a":1}'), "any"), "a")).toEqual([1]);
    expect(body(bytesOf("a=1&a=2"), "any").root).toEqual(new Map([["a", ["1", "2"]]]));
    expect(body(bytesOf("--X--\r\n"), "any").root).toBeInstanceOf(Map);
  });

  test("does not take a form for JSON", () => {
    expect(decodeBody({ kind: "form", fields: { model: ["gpt-5"] } }, "json", "model")).toEqual({
      root: null,
      sound: false,
      whole: false,
    });
  });

  test("does not take JSON with broken UTF-8 for sound, but reads it", () => {
    const broken = new Uint8Array([...bytesOf('{"model":"x","y":"'), 0xc3, ...bytesOf('"}')]);
    expect(body(broken)).toMatchObject({ sound: false, whole: false });
    expect(at(body(broken), "model")).toEqual(["x"]);
  });

  const text = '{"model":"gpt-5","x":"é"}';
  const units = (size: 2 | 4, little: boolean, mark: boolean): Uint8Array => {
    const all = (mark ? "\ufeff" : "") + text;
    const view = new DataView(new ArrayBuffer(all.length * size));
    for (let i = 0; i < all.length; i += 1) {
      if (size === 2) view.setUint16(i * 2, all.charCodeAt(i), little);
      else view.setUint32(i * 4, all.charCodeAt(i), little);
    }
    return new Uint8Array(view.buffer);
  };

  test.each([
    ["UTF-8 with a mark", bytesOf(`\ufeff${text}`)],
    ["UTF-16, little end first, with a mark", units(2, true, true)],
    ["UTF-16, big end first", units(2, false, false)],
    ["UTF-16, little end first", units(2, true, false)],
    ["UTF-32, big end first, with a mark", units(4, false, true)],
    ["UTF-32, little end first", units(4, true, false)],
    ["gzip", new Uint8Array(gzipSync(text))],
  ])("reads JSON in %s", (_, bytes) => {
    expect(body(bytes).sound).toBe(true);
    expect(at(body(bytes), "model")).toEqual(["gpt-5"]);
    expect(at(body(bytes), "x")).toEqual(["é"]);
  });
});

describe("decodeFrame", () => {
  test("reads JSON from text and from bytes alike", () => {
    expect(decodeFrame('{"a":1}').map((one) => at(one, "a"))).toEqual([[1]]);
    expect(decodeFrame(bytesOf('{"a":1}')).map((one) => at(one, "a"))).toEqual([[1]]);
    expect(decodeFrame(new Uint8Array([1, 2, 255]))).toEqual([{ root: null, sound: false, whole: false }]);
  });

  test("reads every record of a SignalR frame", () => {
    const found = decodeFrame('{"type":6}\u001e{"type":4}\u001e').map((one) => at(one, "type"));
    expect(found).toEqual([[6], [4]]);
  });

  test.each(['42["message",{"a":1}]', '42/room,7["message",{"a":1}]', '451-["message",{"a":1}]'])(
    "reads the Socket.IO packet %s",
    (packet) => {
      expect(decodeFrame(packet).map((one) => at(one, "1", "a"))).toEqual([[1]]);
    },
  );

  test("takes a ping for what it is", () => {
    for (const ping of ["2", "3", "2probe"]) expect(decodeFrame(ping)[0]?.sound).toBe(true);
    expect(decodeFrame("hello")[0]?.sound).toBe(false);
  });
});
