import { capitalized } from "../design/words.ts";

/** Providers that write themselves otherwise than with a capital. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ai21: "AI21",
  bfl: "Black Forest Labs",
  bytedance: "ByteDance",
  deepseek: "DeepSeek",
  elevenlabs: "ElevenLabs",
  huggingface: "Hugging Face",
  ibm: "IBM",
  minimax: "MiniMax",
  nvidia: "NVIDIA",
  openai: "OpenAI",
  xai: "xAI",
};

/** The name of a provider for people, from the part of a model's id before the slash. */
export function providerName(provider: string): string {
  return Object.hasOwn(SPELLINGS, provider) ? (SPELLINGS[provider] ?? provider) : capitalized(provider);
}
