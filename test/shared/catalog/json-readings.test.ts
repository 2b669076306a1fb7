import { describe, expect, test } from "vitest";
import { askedAbout } from "../../../shared/catalog/asked-about.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Recognition } from "../../../shared/schema/recognition.ts";
import { bytesOf, post } from "./call-of.ts";
import { joined } from "./packing.ts";
import { processorTime } from "../../processor-time.ts";

/** Models of the two readings: what a lenient service may take, and what another may. */
const CONTROLLED = "anthropic/mythos-5";
const OTHER = "openai/gpt-5.5";

const catalog = indexCatalog(SERVICES);
const MESSAGES = '"messages":[{"role":"user","content":"hello"}]';

/** What a body at a gateway that resells everything is taken for. */
function read(body: string | Uint8Array): Recognition | null {
  return recognize(catalog, post("https://openrouter.ai/api/v1/chat/completions", body), { prompt: true });
}

function named(model: string): Recognition | null {
  return read(`{"model":${model},${MESSAGES}}`);
}

const both = { model: null, mayBe: expect.arrayContaining([CONTROLLED, OTHER]) as unknown };
const closed = { service: "openrouter", model: null, mayBe: null, inspectable: false };

describe("JSON that two services read differently", () => {
  test.each([
    ["a key twice", `{"model":"gpt-5.5",${MESSAGES},"model":"claude-mythos-5"}`],
    ["a key in another case", `{"model":"gpt-5.5","MODEL":"claude-mythos-5",${MESSAGES}}`],
    ["a key with an escape", `{"model":"gpt-5.5","mod\\u0065l":"claude-mythos-5",${MESSAGES}}`],
    [
      "a key with a zero, where readers in C end",
      `{"model":"gpt-5.5","model\\u0000":"claude-mythos-5",${MESSAGES}}`,
    ],
    ["a key in full width", `{"model":"gpt-5.5","ｍｏｄｅｌ":"claude-mythos-5",${MESSAGES}}`],
    ["a model of the prototype", `{"model":"gpt-5.5","__proto__":{"model":"claude-mythos-5"},${MESSAGES}}`],
    ["a list in place of the model", `{"model":["gpt-5.5","claude-mythos-5"],${MESSAGES}}`],
    ["a list beside the model", `{"model":"gpt-5.5","model":["claude-mythos-5"],${MESSAGES}}`],
    ["an object in place of the model", `{"model":{"a":"gpt-5.5","b":"claude-mythos-5"},${MESSAGES}}`],
  ])("is for both models: %s", (_, body) => {
    expect(read(body)).toMatchObject({ ...both, inspectable: true });
  });

  test.each([
    ["NaN", `{"model":"gpt-5.5","x":NaN,"model":"claude-mythos-5",${MESSAGES}}`],
    ["a hexadecimal number", `{"model":"gpt-5.5","x":0x1F,"model":"claude-mythos-5",${MESSAGES}}`],
    ["a number with a zero before it", `{"model":"gpt-5.5","x":01,"model":"claude-mythos-5",${MESSAGES}}`],
    ["a comma too many", `{"model":"gpt-5.5","model":"claude-mythos-5",${MESSAGES},}`],
    [
      "a comment that one reader ends at a carriage return",
      `{"model":"gpt-5.5",//\r"model":"claude-mythos-5",\n${MESSAGES}}`,
    ],
    [
      "a comment that one reader ends at U+2028",
      `{"model":"gpt-5.5",//\u2028"model":"claude-mythos-5",\n${MESSAGES}}`,
    ],
    [
      "a comment that begins within itself",
      `{"model":"gpt-5.5",/*/ /*/"model":"claude-mythos-5",${MESSAGES}}`,
    ],
  ])("is for both models and uninspectable: %s", (_, body) => {
    expect(read(body)).toMatchObject({ ...both, inspectable: false });
  });

  test("is for the model outside of a comment, and uninspectable", () => {
    for (const comment of ['/*"model":"gpt-5.5",*/', '//"model":"gpt-5.5",\n']) {
      expect(read(`{${comment}"model":"claude-mythos-5",${MESSAGES}}`)).toMatchObject({
        model: CONTROLLED,
        inspectable: false,
      });
    }
  });
});

describe("JSON that some take and others do not", () => {
  const plain = `{"model":"gpt-5.5",${MESSAGES}}`;
  const controlled = plain.replace("gpt-5.5", "claude-mythos-5");

  test.each([
    ["single quotes", `{"model":"gpt-5.5",'model':'claude-mythos-5',${MESSAGES}}`],
    ["a key without quotes", `{"model":"gpt-5.5",model:"claude-mythos-5",${MESSAGES}}`],
    ["two documents", plain + controlled],
    ["a document in the next line", `${plain}\n${controlled}`],
    ["bytes after it", `${plain}\u0000`],
    ["a mark in the middle", `{"model":"gpt-5.5",\ufeff"model":"claude-mythos-5",${MESSAGES}}`],
    ["two marks before it", `\ufeff\ufeff${plain}`],
    ["nested ten thousand deep", `{"x":${"[".repeat(10_000)}${"]".repeat(10_000)},${plain.slice(1)}`],
    ["UTF-7", controlled.replaceAll("{", "+AHs-").replaceAll("}", "+AH0-")],
    ["what is not closed", plain.slice(0, -1)],
    ["a comment that is not closed", `${plain}/*`],
    ["nothing", ""],
  ])("names no model and is uninspectable: %s", (_, body) => {
    expect(read(body)).toMatchObject(closed);
  });

  test("names no model where its bytes are no UTF-8", () => {
    const [before = "", after = ""] = `{"model":"gpt-5.5","\u0001odel":"claude-mythos-5",${MESSAGES}}`.split(
      "\u0001",
    );
    for (const letter of [[0xc1, 0xad], [0xe0, 0x81, 0xad], [0xed, 0xa0, 0x80], [0xff]]) {
      expect(read(joined(bytesOf(before), new Uint8Array(letter), bytesOf(after)))).toMatchObject(closed);
    }
  });

  test("is read in UTF-16 and UTF-32, with or without a mark, whichever end comes first", () => {
    for (const size of [2, 4]) {
      for (const text of [plain, `\ufeff${plain}`]) {
        const little = inUnits(text, size);
        for (const bytes of [little, turned(little, size)]) {
          expect(read(bytes)).toMatchObject({ model: OTHER, prompt: "hello", inspectable: true });
        }
        expect(read(little.subarray(0, -1))).toMatchObject(closed);
      }
    }
  });
});

describe("what stands in place of a model", () => {
  test.each([
    ["5"],
    ["1e400"],
    ["-0"],
    ["12345678901234567890"],
    ['"\\ud800"'],
    ['"claude-mythos-5\\u0000"'],
    ['"claude-mythos-5\u0301"'],
  ])("is unknown where it is %s", (model) => {
    expect(named(model)?.model).toBeNull();
    expect(named(model)?.modelAsSent).not.toBeNull();
  });

  test("is unknown, and soon, where it is very long", () => {
    for (const model of ["9".repeat(1_000_000), `"${"claude-mythos-5/".repeat(60_000)}"`]) {
      expect(processorTime(() => named(model))).toBeLessThan(500);
      expect(named(model)).toMatchObject({ model: null, mayBe: null });
      expect(named(model)?.modelAsSent).toHaveLength(512);
    }
  });

  test("is unknown where there are more of them than are read", () => {
    const requests = Array.from({ length: 10_001 }, (_, index) => ({
      custom_id: String(index),
      params: { model: index < 10_000 ? "claude-haiku-4-5" : "claude-mythos-5", messages: [] },
    }));
    expect(batch(requests)).toMatchObject({ model: null, mayBe: null, inspectable: false });
    expect(batch(requests.slice(1))?.mayBe).toEqual(["anthropic/claude-haiku-4-5", "anthropic/mythos-5"]);
  });

  test("is no name where it is null, true or an empty string", () => {
    for (const model of ["null", "true", '""', "{}", "[]"]) expect(named(model)?.modelAsSent).toBeNull();
  });
});

/** A chat of these messages. */
function messages(content: readonly object[]): string {
  return JSON.stringify({ model: "gpt-5.5", messages: content });
}

function parts(count: number): readonly { readonly type: string; readonly text: string }[] {
  return Array.from({ length: count }, (_, index) => ({ type: "text", text: `${index}` }));
}

describe("a prompt in JSON", () => {
  test.each([
    ["parts", (count: number) => messages([{ role: "user", content: parts(count) }])],
    [
      "messages",
      (count: number) => messages(parts(count).map(({ text }) => ({ role: "user", content: text }))),
    ],
  ])("is nobody's to know where there are more %s than are read (P5)", (_what, body) => {
    expect(read(body(9_000))?.prompt).toBeTypeOf("string");
    expect(read(body(10_001))).toMatchObject({ model: "openai/gpt-5.5", prompt: null });
  });

  test("is not taken for empty where it is only as far as it is read", () => {
    const content = [...Array<string>(10_001).fill(""), "said"].map((text) => ({ type: "text", text }));
    const call = post("https://openrouter.ai/api/v1/chat/completions", messages([{ role: "user", content }]));
    expect(askedAbout(catalog, call).isEmpty).toBe(false);
  });
});

/** What a batch of Anthropic's is taken for. */
function batch(requests: readonly object[]): Recognition | null {
  const call = post("https://api.anthropic.com/v1/messages/batches", { requests });
  return recognize(catalog, call, { prompt: false });
}

/** A text in UTF-16 or UTF-32, little end first. */
function inUnits(text: string, size: number): Uint8Array {
  return new Uint8Array(
    Array.from(text).flatMap((letter) => {
      const unit = letter.charCodeAt(0);
      return [unit & 255, unit >> 8, 0, 0].slice(0, size);
    }),
  );
}

/** The same units with the big end first. */
function turned(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.map((_, index) => bytes[index - (index % size) + size - 1 - (index % size)] ?? 0);
}
