import { expect, test } from "vitest";
import { driftOf } from "../../../shared/catalog/drift.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { callOfSample } from "../../../shared/catalog/sample.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { SAMPLES } from "./recorded-samples.ts";

const catalog = indexCatalog(SERVICES);

function drift(call: Call) {
  return driftOf(catalog, call, recognize(catalog, call, { prompt: true }));
}

function post(url: string, body: unknown): Call {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  return { method: "POST", url, headers: {}, body: { kind: "bytes", bytes }, frames: [] };
}

const CHATGPT = "https://chatgpt.com/backend-api/f/conversation?x=1";

test("no recorded request is taken for drift", () => {
  const drifted = SAMPLES.map(({ name, sample }) => ({ name, drift: drift(callOfSample(sample)) }));
  expect(drifted.filter(({ drift: found }) => found !== null)).toEqual([]);
});

test("a body whose model and prompt moved away", () =>
  expect(drift(post(CHATGPT, { engine: "gpt-5-6-sol", turns: [{ said: "hello" }] }))).toEqual({
    kind: "degraded",
    service: "chatgpt-web",
    path: "/backend-api/f/conversation",
    reason: "nothing_found",
  }));

test("a body of another form", () =>
  expect(drift(post(CHATGPT, "model=gpt-5-6-sol&prompt=hello"))).toMatchObject({ reason: "unreadable" }));

test("a path of the record whose condition no longer holds, though the host's closing endpoint caught the call", () =>
  expect(drift(post("https://api.openai.com/v1/chat/completions", { model: "gpt-5.5", turns: [] }))).toEqual({
    kind: "degraded",
    service: "openai-api",
    path: "/**/chat/completions",
    reason: "other_shape",
  }));

test("a path that the record does not have, told by the record's own host", () => {
  const url = "https://chatgpt.com/backend-api/next/talk/secret";
  expect(drift(post(url, { model: "gpt-5.5", messages: [{ content: "hi" }] }))).toEqual({
    kind: "unknown_path",
    service: "chatgpt-web",
    host: "chatgpt.com",
  });
});

test("what the browser does not show, and what any host may send, say nothing about a record", () => {
  const call = post(CHATGPT, {});
  expect(drift({ ...call, body: { kind: "unreadable", why: "a file" } })).toBeNull();
  expect(drift({ ...call, body: { kind: "none" } })).toBeNull();
  expect(drift(post("https://llm.example/v1/chat/completions", { turns: [] }))).toBeNull();
  expect(drift(post("https://chatgpt.com/backend-api/settings", { theme: "dark" }))).toBeNull();
  expect(drift(post("https://chatgpt.com/backend-api/files", "not json"))).toBeNull();
});
