import { byButton, bySdk, inApp, type TourCall } from "./tour-call.ts";

const GATEWAY = "llm.internal.example";

/** The calls of the guided tour, with what the policy of the evening of 12 June promises for each. */
export const CALLS: readonly TourCall[] = [
  inApp("chatgpt.com", "gpt-5-5", "GPT-5.5", "permit"),
  inApp("chatgpt.com", "auto", "Auto", "deny"),
  inApp("chatgpt.com", "gpt-5-6-sol", "GPT-5.6 Sol", "deny"),
  inApp("claude.ai", "claude-opus-4-8", "Claude Opus 4.8", "permit"),
  inApp("claude.ai", "fable-5", "Fable 5", "deny"),
  inApp("claude.ai", "mythos-5", "Mythos 5", "deny"),
  inApp("gemini.google.com", "mode:3", "Gemini 3.1 Pro", "permit"),
  bySdk("openai-chat", "api.openai.com", "gpt-5.5", "permit"),
  bySdk("openai-responses", "api.openai.com", "gpt-5.6-sol", "deny"),
  bySdk("anthropic-messages", "api.anthropic.com", "mythos-5", "deny"),
  bySdk("genai-generate", "generativelanguage.googleapis.com", "gemini-3.5-flash", "permit"),
  byButton("unreadable", "API, body as a Blob", "not readable", "api.openai.com", "deny"),
  byButton("gateway-gpt", "company gateway", "GPT-5.5", GATEWAY, "permit"),
  byButton("gateway-mythos", "company gateway", "Mythos 5", GATEWAY, "deny"),
  byButton("gateway-deepseek", "company gateway", "DeepSeek V4 Pro", GATEWAY, "deny"),
];

/** The call that shows the restriction: open before the on-call person's file, closed behind it. */
export const ON_HOLD: TourCall = byButton(
  "openai-gpt-5.5",
  "API, same tab",
  "GPT-5.5",
  "api.openai.com",
  "deny",
);

/** The call that shows the license: closed before the second letter, open behind it. */
export const LICENSED: TourCall = inApp("claude.ai", "mythos-5", "Mythos 5", "permit");

/** What the license does not name stays closed. */
export const NOT_LICENSED: TourCall = inApp("claude.ai", "fable-5", "Fable 5", "deny");
