import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import type { Ask, Question, SdkCall } from "./question.ts";

// One attempt each: a call that is denied must be seen once, not as often as an SDK likes to try.
const openai = new OpenAI({ apiKey: "stand-in", dangerouslyAllowBrowser: true, maxRetries: 0 });
const anthropic = new Anthropic({ apiKey: "stand-in", dangerouslyAllowBrowser: true, maxRetries: 0 });
const genai = new GoogleGenAI({ apiKey: "stand-in" });

const CALLS: Readonly<Record<SdkCall, (question: Question) => Promise<string>>> = {
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  "anthropic-messages": anthropicMessages,
  "genai-generate": genaiGenerate,
};

const ask: Ask = async (sdk, question) => {
  const outcome = await CALLS[sdk](question).then(
    (text) => ({ text }),
    (cause: unknown) => ({ error: String(cause) }),
  );
  show(`${sdk}, ${question.model}: ${"text" in outcome ? outcome.text : outcome.error}`);
  return outcome;
};
window.ask = ask;

async function openaiChat({ model, stream, prompt }: Question): Promise<string> {
  const messages = [{ role: "user" as const, content: prompt }];
  if (!stream) {
    const whole = await openai.chat.completions.create({ model, messages });
    return whole.choices[0]?.message.content ?? "";
  }
  let text = "";
  for await (const chunk of await openai.chat.completions.create({ model, messages, stream })) {
    text += chunk.choices[0]?.delta.content ?? "";
  }
  return text;
}

async function openaiResponses({ model, stream, prompt }: Question): Promise<string> {
  if (!stream) return (await openai.responses.create({ model, input: prompt })).output_text;
  let text = "";
  for await (const event of await openai.responses.create({ model, input: prompt, stream })) {
    if (event.type === "response.output_text.delta") text += event.delta;
  }
  return text;
}

async function anthropicMessages({ model, stream, prompt }: Question): Promise<string> {
  const call = { model, max_tokens: 256, messages: [{ role: "user" as const, content: prompt }] };
  if (stream) return anthropic.messages.stream(call).finalText();
  const whole = await anthropic.messages.create(call);
  return whole.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

async function genaiGenerate({ model, stream, prompt }: Question): Promise<string> {
  if (!stream) return (await genai.models.generateContent({ model, contents: prompt })).text ?? "";
  let text = "";
  for await (const part of await genai.models.generateContentStream({ model, contents: prompt })) {
    text += part.text ?? "";
  }
  return text;
}

function show(line: string): void {
  const outcome = document.getElementById("outcome");
  if (outcome !== null) outcome.textContent = line;
}

document.getElementById("question")?.addEventListener("submit", (submission) => {
  submission.preventDefault();
  const sdk = Object.keys(CALLS).find((name): name is SdkCall => name === typed("sdk"));
  if (sdk !== undefined)
    void ask(sdk, { model: typed("model").trim(), stream: true, prompt: typed("prompt") });
});

function typed(id: string): string {
  const field = document.getElementById(id);
  return field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement ? field.value : "";
}
