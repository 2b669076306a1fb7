import { expect, test } from "vitest";
import { withFilesRead, bodyOf, sizeOf } from "../../../extension/worker/request-body.ts";

const buffer = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

test("the pieces of a body are joined in order", () => {
  const body = bodyOf("POST", { raw: [{ bytes: buffer("he") }, { bytes: buffer("llo") }] });
  expect(body.kind === "bytes" && new TextDecoder().decode(body.bytes)).toBe("hello");
  expect(sizeOf(body)).toBe(5);
});

test("a form that the browser has parsed keeps its fields", () => {
  expect(bodyOf("POST", { formData: { "f.req": "[]" } })).toEqual({
    kind: "form",
    fields: { "f.req": ["[]"] },
  });
});

test.each([
  ["a body that the browser could not read", "POST", { error: "Unknown error." }],
  ["a body with a file on disk", "POST", { raw: [{ bytes: buffer("--b") }, { file: "x" }] }],
  ["a body that Firefox cuts short", "POST", { raw: [{ bytes: buffer("{}"), truncated: true }] }],
  ["a body that ends where Firefox stops", "POST", { raw: [{ bytes: new ArrayBuffer(16_777_216) }] }],
  ["a PATCH, whose body Chromium leaves out", "PATCH", undefined],
])("%s is unreadable, never empty", (_name, method, body) => {
  expect(bodyOf(method, body)).toMatchObject({ kind: "unreadable" });
  expect(sizeOf(bodyOf(method, body))).toBeNull();
});

test("no body is no body", () => {
  expect(bodyOf("GET", undefined)).toEqual({ kind: "none" });
});

test("a file that could stand for a field counts beside its name, one that is long or stands elsewhere does not", () => {
  const text = `${part("model", "gpt-5.6-sol")}${part("file", "x".repeat(500))}${part("other", "y")}--b--\r\n`;
  const form = { kind: "form", fields: { model: ["gpt-5.5"], file: ["speech.wav"] } } as const;
  expect(withFilesRead(form, new TextEncoder().encode(text))).toEqual({
    kind: "form",
    fields: { model: ["gpt-5.5", "gpt-5.6-sol"], file: ["speech.wav"] },
  });
});

/** A part of a multipart form that is a file. */
function part(name: string, value: string): string {
  return `--b\r\nContent-Disposition: form-data; name="${name}"; filename="gpt-5.5"\r\nContent-Type: text/plain\r\n\r\n${value}\r\n`;
}
