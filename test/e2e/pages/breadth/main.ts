import { ANTHROPIC } from "./anthropic-calls.ts";
import { BEDROCK } from "./bedrock-calls.ts";
import { GENAI } from "./genai-calls.ts";
import { MISTRAL } from "./mistral-calls.ts";
import { OPENAI } from "./openai-calls.ts";
import type { SdkCalls } from "./sdk-calls.ts";
import {
  VERCEL_ANTHROPIC,
  VERCEL_BEDROCK,
  VERCEL_BEDROCK_ANTHROPIC,
  VERCEL_BEDROCK_MANTLE,
  VERCEL_GATEWAY,
  VERCEL_GOOGLE,
  VERCEL_GROQ,
  VERCEL_MISTRAL,
  VERCEL_OPENAI,
} from "./vercel-calls.ts";

/** Every SDK of the page by the name that tests call it. */
const SDKS: Readonly<Record<string, SdkCalls>> = {
  openai: OPENAI,
  "@anthropic-ai/sdk": ANTHROPIC,
  "@google/genai": GENAI,
  "@mistralai/mistralai": MISTRAL,
  "@aws-sdk/client-bedrock-runtime": BEDROCK,
  "ai with @ai-sdk/openai": VERCEL_OPENAI,
  "ai with @ai-sdk/anthropic": VERCEL_ANTHROPIC,
  "ai with @ai-sdk/google": VERCEL_GOOGLE,
  "ai with @ai-sdk/mistral": VERCEL_MISTRAL,
  "ai with @ai-sdk/amazon-bedrock": VERCEL_BEDROCK,
  "ai with @ai-sdk/amazon-bedrock/anthropic": VERCEL_BEDROCK_ANTHROPIC,
  "ai with @ai-sdk/amazon-bedrock/mantle": VERCEL_BEDROCK_MANTLE,
  "ai with @ai-sdk/gateway": VERCEL_GATEWAY,
  "ai with @ai-sdk/groq": VERCEL_GROQ,
};

declare global {
  interface Window {
    /** Makes one call of one SDK; what it threw comes back in words. */
    callSdk(sdk: string, call: string, model: string): Promise<{ text: string } | { error: string }>;
    /** The calls that this page has: SDK, call. */
    sdkCalls(): (readonly [string, string])[];
  }
}

window.callSdk = async (sdk, call, model) => {
  const make = SDKS[sdk]?.[call];
  if (make === undefined) throw new Error(`There is no call "${call}" of ${sdk} here.`);
  return make(model).then(
    (text) => ({ text }),
    (cause: unknown) => ({ error: String(cause) }),
  );
};
window.sdkCalls = () =>
  Object.entries(SDKS).flatMap(([sdk, calls]) => Object.keys(calls).map((call) => [sdk, call] as const));
