import { expect, test } from "vitest";
import { NEUTRAL_SENTENCE, serviceAnswer } from "../../../extension/worker/service-answer.ts";

const M = NEUTRAL_SENTENCE;

test.each<[string, string, string, unknown]>([
  [
    "OpenAI",
    "openai-api",
    "https://api.openai.com/v1/chat/completions",
    { error: { message: M, code: "permission_denied" } },
  ],
  [
    "Anthropic",
    "anthropic-api",
    "https://api.anthropic.com/v1/messages",
    { type: "error", error: { type: "permission_error", message: M } },
  ],
  [
    "Gemini",
    "gemini-api",
    "https://generativelanguage.googleapis.com/v1beta/models/x:generateContent",
    { error: { code: 403, status: "PERMISSION_DENIED", message: M } },
  ],
  ["Bedrock", "bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com/model/x/converse", { message: M }],
  ["Cohere", "cohere-api", "https://api.cohere.com/v2/chat", { message: M }],
  ["Mistral", "mistral-api", "https://api.mistral.ai/v1/chat/completions", { object: "error", message: M }],
  ["Ollama", "ollama", "http://localhost:11434/api/chat", { error: M }],
  [
    "ChatGPT on the web",
    "chatgpt-web",
    "https://chatgpt.com/backend-api/f/conversation",
    { detail: { message: M } },
  ],
  [
    "Claude on the web",
    "claude-web",
    "https://claude.ai/api/organizations/o/chat_conversations/c/completion",
    { type: "error" },
  ],
  [
    "a gateway with Anthropic's path",
    "openrouter",
    "https://openrouter.ai/api/v1/messages",
    { type: "error" },
  ],
  [
    "anything else",
    "grok-web",
    "https://grok.com/rest/app-chat/conversations/new",
    { error: { message: M } },
  ],
])("%s is answered in its own words", (_name, service, url, body) => {
  const answer = serviceAnswer(service, url);
  expect(answer).toMatchObject({ status: 403, statusText: "Forbidden" });
  expect(answer.headers).toContainEqual(["content-type", "application/json"]);
  expect(JSON.parse(answer.body)).toMatchObject(body as object);
});

test("Bedrock's clients find the kind of error in its header", () => {
  const { headers } = serviceAnswer(
    "bedrock",
    "https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke",
  );
  expect(headers).toContainEqual(["x-amzn-errortype", "AccessDeniedException"]);
});
