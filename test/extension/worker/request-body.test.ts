import { expect, test } from "vitest";
import { bodyOf, sizeOf } from "../../../extension/worker/request-body.ts";

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
  ["a PATCH, whose body Chromium leaves out", "PATCH", undefined],
])("%s is unreadable, never empty", (_name, method, body) => {
  expect(bodyOf(method, body)).toMatchObject({ kind: "unreadable" });
  expect(sizeOf(bodyOf(method, body))).toBeNull();
});

test("no body is no body", () => {
  expect(bodyOf("GET", undefined)).toEqual({ kind: "none" });
});
