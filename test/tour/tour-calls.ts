import { always, byButton, bySdk, inApp, type Promised, type TourCall } from "./tour-call.ts";

const GATEWAY = "llm.internal.example";

/** What Engineer 17, who is foreign, not vetted and of an exempt company, gets on each of the four days. */
const MYTHOS: Promised = ["permit", "deny", "permit", "deny"];
const FABLE: Promised = ["permit", "deny", "deny", "permit"];

/** The call that is stopped with a notice from 12 June on. */
export const MYTHOS_IN_APP: TourCall = inApp("claude.ai", "mythos-5", "Mythos 5", MYTHOS);

/** The call that each day but the first changes, and a quick one: the tour waits until it goes as the day says. */
export const SIGN_OF_DAY: TourCall = byButton(
  "gateway-mythos",
  "company gateway",
  "Mythos 5",
  GATEWAY,
  MYTHOS,
);

/** The calls of the guided tour, with what the sample policy promises for each on each day. */
export const CALLS: readonly TourCall[] = [
  inApp("chatgpt.com", "gpt-5-5", "GPT-5.5", always("permit")),
  inApp("chatgpt.com", "auto", "Auto", always("deny")),
  inApp("chatgpt.com", "gpt-5-6-sol", "GPT-5.6 Sol", always("deny")),
  inApp("claude.ai", "claude-opus-4-8", "Claude Opus 4.8", always("permit")),
  inApp("claude.ai", "fable-5", "Fable 5", FABLE),
  MYTHOS_IN_APP,
  inApp("gemini.google.com", "mode:3", "Gemini 3.1 Pro", always("permit")),
  bySdk("openai-chat", "api.openai.com", "gpt-5.5", always("permit")),
  bySdk("openai-responses", "api.openai.com", "gpt-5.6-sol", always("deny")),
  bySdk("anthropic-messages", "api.anthropic.com", "mythos-5", MYTHOS),
  bySdk("genai-generate", "generativelanguage.googleapis.com", "gemini-3.5-flash", always("permit")),
  byButton("unreadable", "API, body as a Blob", "not readable", "api.openai.com", always("deny")),
  byButton("gateway-gpt", "company gateway", "GPT-5.5", GATEWAY, always("permit")),
  SIGN_OF_DAY,
  byButton("gateway-deepseek", "company gateway", "DeepSeek V4 Pro", GATEWAY, always("deny")),
];

/** The call that shows the restriction: open before the on-call person's file, closed behind it. */
export const ON_HOLD: TourCall = byButton(
  "openai-gpt-5.5",
  "API, same tab",
  "GPT-5.5",
  "api.openai.com",
  always("deny"),
);
