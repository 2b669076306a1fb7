import { describe, expect, test } from "vitest";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Recognition } from "../../../shared/schema/recognition.ts";
import { post, socket } from "./call-of.ts";

const catalog = indexCatalog(SERVICES);
const read = (call: Call): Recognition | null => recognize(catalog, call, { prompt: true });

const OPENAI = "https://api.openai.com/v1/chat/completions";
const hello = [{ role: "user", content: "hello" }];

describe("a call to a raw API", () => {
  test.each([
    ["https://api.openai.com/v2/something/new", "openai-api"],
    ["https://api.anthropic.com/v9/unknown", "anthropic-api"],
    ["https://generativelanguage.googleapis.com/v7/whatever", "gemini-api"],
    ["https://api.openai.com/", "openai-api"],
  ])("is recognized at an unknown path: %s", (url, service) => {
    const call = post(url, { model: "gpt-5.5", messages: hello });
    expect(read(call)).toMatchObject({
      service,
      operation: "chat",
      model: "openai/gpt-5.5",
      prompt: "hello",
    });
    expect(read(post(url, { anything: 1 }))).toMatchObject({ service, model: null, mayBe: null });
  });

  test("is recognized where its body is not what the known path takes", () => {
    expect(read(post(OPENAI, { odd: true }))).toMatchObject({
      service: "openai-api",
      operation: "chat",
      model: null,
    });
  });

  test("is recognized over a socket at an unknown path", () => {
    const call = socket("wss://api.openai.com/v3/duplex", { session: { model: "gpt-5.5" } });
    expect(read(call)).toMatchObject({ service: "openai-api", model: "openai/gpt-5.5" });
  });

  test("has its model in the first frame of a socket", () => {
    const call = socket("wss://api.openai.com/v1/responses", {
      type: "response.create",
      model: "gpt-5.6-sol",
      input: "hello",
    });
    expect(read(call)).toMatchObject({ operation: "chat", model: "openai/gpt-5.6-sol", prompt: "hello" });
  });

  test("may be for either model where URL and frame name two", () => {
    const call = socket("wss://api.openai.com/v1/realtime?model=gpt-realtime", {
      type: "session.update",
      session: { model: "gpt-5.6-sol" },
    });
    expect(read(call)).toMatchObject({ model: null, mayBe: ["openai/gpt-realtime", "openai/gpt-5.6-sol"] });
  });

  test("that only reads is no AI call", () => {
    const call: Call = {
      method: "GET",
      url: "https://api.openai.com/v1/usage",
      headers: {},
      body: { kind: "none" },
      frames: [],
    };
    expect(read(call)).toBeNull();
  });
});

describe("a call to a host that is in no record", () => {
  const proxy = "https://proxy.example.com";
  test.each([
    ["/llm/v1/chat/completions", { model: "gpt-5.5", messages: hello }, "generic-openai", "openai/gpt-5.5"],
    [
      "/anthropic/v1/messages",
      { model: "claude-mythos-5", messages: hello },
      "generic-anthropic",
      "anthropic/mythos-5",
    ],
    [
      "/v1beta/models/gemini-3-pro:generateContent",
      { contents: [{ parts: [{ text: "hello" }] }] },
      "generic-gemini",
      "google/gemini-3-pro",
    ],
    [
      "/v1/publishers/anthropic/models/claude-opus-4-8@20260401:rawPredict",
      { messages: hello },
      "generic-vertex",
      "anthropic/claude-opus-4-8",
    ],
    [
      "/model/us.anthropic.claude-mythos-5-v1%3A0/invoke",
      { messages: hello },
      "generic-bedrock",
      "anthropic/mythos-5",
    ],
    ["/api/chat", { model: "llama3.2", messages: hello }, "generic-ollama", "meta/llama-3.2"],
  ])("is recognized by path and body: %s", (path, body, service, model) => {
    expect(read(post(proxy + path, body))).toMatchObject({
      service,
      model,
      prompt: "hello",
      inspectable: true,
    });
  });

  test("is nothing to us where only the path or only the body looks like AI", () => {
    expect(read(post(`${proxy}/surveys/7/responses`, { answer: "yes" }))).toBeNull();
    expect(read(post(`${proxy}/v1/chat/completions`, { answer: "yes" }))).toBeNull();
    expect(read(post(`${proxy}/v1/save`, { model: "gpt-5", messages: hello }))).toBeNull();
  });

  test("is recognized at a telling path though its body cannot be read", () => {
    const gzip = new Uint8Array([31, 139, 8, 0, 255]);
    expect(read(post(`${proxy}/v1/chat/completions`, gzip))).toMatchObject({
      service: "generic-openai",
      inspectable: false,
    });
    const stream: Call = {
      ...post(`${proxy}/v1/messages`, null),
      body: { kind: "unreadable", why: "stream" },
    };
    expect(read(stream)).toMatchObject({ service: "generic-anthropic", inspectable: false });
  });
});

describe("a body that is not what it should be", () => {
  test.each([
    ["not JSON", "model=gpt-5"],
    ["cut off", '{"model":"gpt-4o","messages":[{"role":"user","content":"he'],
    ["not UTF-8", new Uint8Array([...new TextEncoder().encode('{"model":"gpt-4o","x":"'), 0xff, 34, 125])],
    ["nested too deep", `{"model":"gpt-4o","messages":[],"x":${"[".repeat(500)}${"]".repeat(500)}}`],
    ["empty", null],
  ])("is uninspectable: %s", (_, body) => {
    expect(read(post(OPENAI, body))).toMatchObject({ service: "openai-api", inspectable: false });
  });

  test("that is cut off still says the model, for the record but not for the decision", () => {
    const recognition = read(post(OPENAI, '{"model":"gpt-4o","messages":[{"role":"user","content":"he'));
    expect(recognition).toMatchObject({
      modelAsSent: "gpt-4o",
      model: null,
      mayBe: null,
      inspectable: false,
    });
  });

  test("at a web app may be for any of its models", () => {
    const url = "https://claude.ai/api/organizations/org-1/chat_conversations/conv-1/completion";
    const recognition = read(post(url, '{"prompt":"hello","model":"claude-haiku-4-5"'));
    expect(recognition).toMatchObject({ model: null, modelAsSent: "claude-haiku-4-5", inspectable: false });
    expect(recognition?.mayBe).toContain("anthropic/mythos-5");
  });

  test("of a socket costs its frame alone", () => {
    const call = socket(
      "wss://api.openai.com/v1/responses",
      { model: "gpt-5.5" },
      'not JSON "model":"gpt-4o"',
    );
    expect(read(call)).toMatchObject({ model: "openai/gpt-5.5", inspectable: false });
  });

  test("of which the URL names the model keeps that model", () => {
    const call = post(
      "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro:generateContent",
      "{",
    );
    expect(read(call)).toMatchObject({ model: "google/gemini-3-pro", inspectable: false });
  });

  test("with the model twice may be for both, whichever the service takes", () => {
    const twice = '{"model":"claude-mythos-5","messages":[],"model":"claude-haiku-4-5"}';
    const escaped = '{"mod\\u0065l":"claude-mythos-5","messages":[],"model":"claude-haiku-4-5"}';
    for (const body of [twice, escaped]) {
      expect(read(post("https://api.anthropic.com/v1/messages", body))).toMatchObject({
        model: null,
        mayBe: ["anthropic/mythos-5", "anthropic/claude-haiku-4-5"],
      });
    }
  });

  test("may be for any of the models that Vercel's gateway is to fall back on", () => {
    const headers = { "ai-language-model-id": "anthropic/claude-opus-4.8" };
    const models = [{ model: "openai/gpt-5.6-sol", when: {} }, "anthropic/mythos-5"];
    const body = { prompt: [], providerOptions: { gateway: { models } } };
    expect(read(post("https://ai-gateway.vercel.sh/v4/ai/language-model", body, headers))).toMatchObject({
      model: null,
      mayBe: ["anthropic/claude-opus-4-8", "anthropic/mythos-5", "openai/gpt-5.6-sol"],
    });
  });

  test("that names one known and one unknown model hides neither", () => {
    const call = post("https://openrouter.ai/api/v1/chat/completions", {
      model: "anthropic/claude-mythos-5",
      models: ["who/knows"],
      messages: [],
    });
    expect(read(call)?.mayBe).toEqual(["anthropic/mythos-5", "unknown/who/knows"]);
  });

  test("whose model is spelled with a look-alike letter is unidentified", () => {
    const call = post("https://api.anthropic.com/v1/messages", {
      model: "cl\u0430ude-mythos-5",
      messages: [],
    });
    expect(read(call)).toMatchObject({ model: null, mayBe: null, modelAsSent: "cl\u0430ude-mythos-5" });
  });

  test("never makes reading throw, even where a getter of the caller does", () => {
    const call: Call = {
      ...post(OPENAI, null),
      body: {
        kind: "bytes",
        get bytes(): Uint8Array {
          throw new Error("gone");
        },
      },
    };
    expect(read(call)).toMatchObject({ service: "openai-api", inspectable: false });
  });
});
