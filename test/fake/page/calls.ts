/** One call that the intranet page makes at the press of a button. */
export interface PageCall {
  readonly id: string;
  readonly label: string;
  readonly url: string;
  readonly body: BodyInit;
}

const PROMPT = "What is the capital of France?";
const GEMINI = "https://generativelanguage.googleapis.com/v1beta/models";

/** The calls of the intranet page: each way a script in a page may reach a model. */
export const PAGE_CALLS: readonly PageCall[] = [
  chat("openai-gpt-5.5", "OpenAI API: GPT-5.5", "https://api.openai.com", "gpt-5.5"),
  chat("openai-sol", "OpenAI API: GPT-5.6 Sol", "https://api.openai.com", "gpt-5.6-sol"),
  messages("anthropic-opus", "Anthropic API: Opus 4.8", "claude-opus-4-8"),
  messages("anthropic-mythos", "Anthropic API: Mythos 5", "mythos-5"),
  {
    id: "gemini-flash",
    label: "Gemini API: 3.5 Flash",
    url: `${GEMINI}/gemini-3.5-flash:generateContent`,
    body: JSON.stringify({ contents: [{ role: "user", parts: [{ text: PROMPT }] }] }),
  },
  chat("gateway-mythos", "Company gateway: Mythos 5", "https://llm.internal.example", "anthropic/mythos-5"),
  chat("gateway-gpt", "Company gateway: GPT-5.5", "https://llm.internal.example", "openai/gpt-5.5"),
  chat("gateway-deepseek", "Company gateway: DeepSeek V4", "https://llm.internal.example", "deepseek-v4-pro"),
  {
    id: "unreadable",
    label: "OpenAI API: a body that cannot be read",
    url: "https://api.openai.com/v1/chat/completions",
    // A Blob reaches the network event as an error instead of bytes.
    body: new Blob([chatBody("gpt-5.5")], { type: "application/json" }),
  },
];

function chat(id: string, label: string, origin: string, model: string): PageCall {
  return { id, label, url: `${origin}/v1/chat/completions`, body: chatBody(model) };
}

function chatBody(model: string): string {
  return JSON.stringify({ model, messages: [{ role: "user", content: PROMPT }] });
}

function messages(id: string, label: string, model: string): PageCall {
  const body = JSON.stringify({ model, max_tokens: 256, messages: [{ role: "user", content: PROMPT }] });
  return { id, label, url: "https://api.anthropic.com/v1/messages", body };
}
