import { describe, expect, test } from "vitest";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Recognition } from "../../../shared/schema/recognition.ts";
import { post } from "./call-of.ts";

const catalog = indexCatalog(SERVICES);
const read = (call: Call): Recognition | null => recognize(catalog, call, { prompt: true });

const CHATGPT = "https://chatgpt.com/backend-api/f/conversation";
const hello = [{ role: "user", content: "hello" }];

/** The form of Gemini's web app: JSON in JSON in a field. */
const form = (inner: unknown): string =>
  `f.req=${encodeURIComponent(JSON.stringify([null, JSON.stringify(inner)]))}`;

describe("a call to a web app", () => {
  test("at an unknown path is recognized by the shape of a prompt, and by nothing less", () => {
    const url = "https://chatgpt.com/backend-next/turn";
    expect(read(post(url, { model: "gpt-5-2", messages: hello }))).toMatchObject({
      service: "chatgpt-web",
      model: "openai/gpt-5.2",
    });
    expect(read(post(url, { event: "page_view", input: "x" }))).toBeNull();
  });

  test("of ChatGPT is prepared with the prompt before it is sent", () => {
    const call = post(`${CHATGPT}/prepare`, {
      model: "gpt-5",
      partial_query: { content: { parts: ["secret plan"] } },
    });
    expect(read(call)).toMatchObject({
      operation: "chat_prepare",
      model: "openai/gpt-5",
      prompt: "secret plan",
    });
  });

  test("of ChatGPT with the model auto may reach GPT-5.6 Sol", () => {
    const recognition = read(post(CHATGPT, { model: "auto", messages: [] }));
    expect(recognition).toMatchObject({ model: null, modelAsSent: "auto", provider: "openai" });
    expect(recognition?.mayBe).toContain("openai/gpt-5.6-sol");
  });

  test("of ChatGPT without an account is signed out; with one, the workspace is its account", () => {
    const anonymous = post("https://chatgpt.com/backend-anon/f/conversation", {
      model: "auto",
      messages: [],
    });
    expect(read(anonymous)?.account).toEqual({ id: null, signedOut: true });
    const signedIn = post(CHATGPT, { model: "gpt-5" }, { "chatgpt-account-id": "acct-1" });
    expect(read(signedIn)?.account).toEqual({ id: "acct-1", signedOut: false });
  });

  test("of ChatGPT to send a file without an account is signed out, whatever workspace the page names", () => {
    const file = post(
      "https://chatgpt.com/backend-anon/files",
      { file_name: "notes.txt", use_case: "my_files" },
      { "chatgpt-account-id": "acct-1" },
    );
    expect(read(file)).toMatchObject({ operation: "file_upload", account: { id: null, signedOut: true } });
  });

  test("of Copilot for consumers is a consumer's", () => {
    const call = post("https://copilot.microsoft.com/c/api/conversations", {});
    expect(read(call)?.account).toEqual({ id: "consumer", signedOut: false });
  });

  test("of Codex on the web has its own service", () => {
    const call = post("https://chatgpt.com/backend-api/codex/responses", {
      model: "gpt-5.3-codex",
      input: "fix it",
    });
    expect(read(call)).toMatchObject({
      service: "chatgpt-codex",
      model: "openai/gpt-5.3-codex",
      prompt: "fix it",
    });
    const task = post("https://chatgpt.com/backend-api/wham/tasks", {
      input_items: [{ content: [{ text: "fix it" }] }],
    });
    expect(read(task)).toMatchObject({ service: "chatgpt-codex", operation: "agent", prompt: "fix it" });
  });

  const org = "https://claude.ai/api/organizations/org-1";
  test("of Claude without a model may be for any Claude, the controlled ones too", () => {
    const recognition = read(post(`${org}/chat_conversations/conv-1/completion`, { prompt: "hello" }));
    expect(recognition).toMatchObject({ service: "claude-web", model: null, account: { id: "org-1" } });
    expect(recognition?.mayBe).toEqual(expect.arrayContaining(["anthropic/mythos-5", "anthropic/fable-5"]));
  });

  test("of Claude takes the model from where the conversation is created", () => {
    const call = post(`${org}/chat_conversations/conv-1/completion`, {
      prompt: "hello",
      attachments: [{ file_name: "plan.txt", extracted_content: "the plan" }],
      create_conversation_params: { model: "claude-mythos-5" },
    });
    expect(read(call)).toMatchObject({
      model: "anthropic/mythos-5",
      attachments: ["plan.txt"],
      prompt: "hello\nthe plan",
    });
  });

  const gemini =
    "https://gemini.google.com/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate";
  test("of Gemini with neither header nor mode may be for any Gemini of the map", () => {
    const recognition = read(post(gemini, form([["hello"]])));
    expect(recognition).toMatchObject({
      service: "gemini-web",
      model: null,
      prompt: "hello",
      inspectable: true,
    });
    expect(recognition?.mayBe).toEqual(
      expect.arrayContaining(["google/gemini-3-pro", "google/gemini-3.6-flash"]),
    );
  });

  test("of Gemini with a hash that is not in the map is unidentified", () => {
    const header = JSON.stringify([1, null, null, null, "0123456789abcdef"]);
    const call = post(gemini, form([["hello"]]), { "x-goog-ext-525001261-jspb": header });
    expect(read(call)).toMatchObject({ modelAsSent: "0123456789abcdef", model: null, mayBe: null });
  });

  test("of Gemini is read from fields that the browser has parsed", () => {
    const call: Call = {
      ...post(gemini, null),
      body: { kind: "form", fields: { "f.req": [JSON.stringify([null, JSON.stringify([["hello"]])])] } },
    };
    expect(read(call)).toMatchObject({ prompt: "hello", inspectable: true });
  });

  test("of Gemini uploads to another host", () => {
    expect(read(post("https://content-push.googleapis.com/upload/", "File name: x"))).toMatchObject({
      service: "gemini-web",
      operation: "file_upload",
    });
    const shared = post("https://push.clients6.google.com/upload/", "x", { "x-tenant-id": "bard-storage" });
    expect(read(shared)).toMatchObject({ service: "gemini-web", operation: "file_upload" });
    expect(
      read(post("https://push.clients6.google.com/upload/", "x", { "x-tenant-id": "drive" })),
    ).toBeNull();
  });
});
