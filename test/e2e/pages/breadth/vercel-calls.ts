import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGateway } from "@ai-sdk/gateway";
import { createGoogle } from "@ai-sdk/google";
import { createGroq } from "@ai-sdk/groq";
import { createMistral } from "@ai-sdk/mistral";
import { createOpenAI } from "@ai-sdk/openai";
import {
  embed,
  embedMany,
  type EmbeddingModel,
  experimental_generateSpeech as generateSpeech,
  experimental_transcribe as transcribe,
  generateImage,
  generateText,
  type ImageModel,
  jsonSchema,
  type LanguageModel,
  rerank,
  stepCountIs,
  streamText,
  tool,
} from "ai";
import { audioFile, joined, PROMPT, type SdkCalls, some } from "./sdk-calls.ts";

const apiKey = "stand-in";
const openai = createOpenAI({ apiKey });
const anthropic = createAnthropic({
  apiKey,
  headers: { "anthropic-dangerous-direct-browser-access": "true" },
});
const google = createGoogle({ apiKey });
const mistral = createMistral({ apiKey });
const groq = createGroq({ apiKey });
const gateway = createGateway({ apiKey });
const bedrock = createAmazonBedrock({ apiKey, region: "eu-central-1" });
const bedrockSigned = createAmazonBedrock({
  region: "eu-central-1",
  accessKeyId: "stand-in",
  secretAccessKey: "stand-in",
});

/** Calls of `ai` with `@ai-sdk/openai`. */
export const VERCEL_OPENAI: SdkCalls = {
  ...texts((id) => openai(id)),
  "chat, streamText": streamed((id) => openai.chat(id)),
  "embed, embedMany": embedding((id) => openai.embeddingModel(id)),
  generateImage: image((id) => openai.imageModel(id)),
  generateSpeech: async (id) =>
    some((await generateSpeech({ model: openai.speech(id), text: PROMPT, maxRetries: 0 })).audio.base64),
  transcribe: async (id) =>
    some((await transcribe({ model: openai.transcription(id), audio: await sound(), maxRetries: 0 })).text),
};

/** Calls of `ai` with `@ai-sdk/anthropic`. */
export const VERCEL_ANTHROPIC: SdkCalls = texts((id) => anthropic(id));

/** Calls of `ai` with `@ai-sdk/google`. */
export const VERCEL_GOOGLE: SdkCalls = {
  ...texts((id) => google(id)),
  "embed, embedMany": embedding((id) => google.embeddingModel(id)),
  generateImage: image((id) => google.imageModel(id)),
};

/** Calls of `ai` with `@ai-sdk/mistral`. */
export const VERCEL_MISTRAL: SdkCalls = {
  ...texts((id) => mistral(id)),
  "embed, embedMany": embedding((id) => mistral.embeddingModel(id)),
  transcribe: async (id) =>
    some((await transcribe({ model: mistral.transcription(id), audio: await sound(), maxRetries: 0 })).text),
};

/** Calls of `ai` with `@ai-sdk/amazon-bedrock`. */
export const VERCEL_BEDROCK: SdkCalls = {
  ...texts((id) => bedrock(id)),
  "generateText, signed": (id) => generated(bedrockSigned(id)),
  "embed, embedMany": embedding((id) => bedrock.embeddingModel(id)),
  generateImage: image((id) => bedrock.imageModel(id)),
  rerank: async (id) =>
    some(
      (
        await rerank({
          model: bedrock.rerankingModel(id),
          query: PROMPT,
          documents: ["Paris", "Rome"],
          maxRetries: 0,
        })
      ).ranking,
    ),
};

/** Calls of `ai` with `@ai-sdk/gateway`. */
export const VERCEL_GATEWAY: SdkCalls = {
  ...texts((id) => gateway(id)),
  "embed, embedMany": embedding((id) => gateway.embeddingModel(id)),
  generateImage: image((id) => gateway.imageModel(id)),
};

/** Calls of `ai` with `@ai-sdk/groq`. */
export const VERCEL_GROQ: SdkCalls = {
  ...texts((id) => groq(id)),
  transcribe: async (id) =>
    some((await transcribe({ model: groq.transcription(id), audio: await sound(), maxRetries: 0 })).text),
};

function texts(modelOf: (id: string) => LanguageModel): SdkCalls {
  return {
    generateText: (id) => generated(modelOf(id)),
    streamText: streamed(modelOf),
    "generateText with a tool": (id) => withTool(modelOf(id)),
  };
}

async function generated(model: LanguageModel): Promise<string> {
  return some((await generateText({ model, prompt: PROMPT, maxRetries: 0 })).text);
}

/** Two requests: one that ends in a call of the tool, and one that brings the tool's result. */
async function withTool(model: LanguageModel): Promise<string> {
  const capital = tool({
    description: "The capital of a country",
    inputSchema: jsonSchema<{ country: string }>({
      type: "object",
      properties: { country: { type: "string" } },
      required: ["country"],
    }),
    execute: async ({ country }) => `The capital of ${country} is Paris.`,
  });
  const answer = await generateText({
    model,
    prompt: PROMPT,
    tools: { capital },
    stopWhen: stepCountIs(2),
    maxRetries: 0,
  });
  if (answer.steps.length !== 2) throw new Error("The tool was not called.");
  return some(answer.text);
}

/** The stream of `streamText` hides what went wrong unless one listens. */
function streamed(modelOf: (id: string) => LanguageModel): (id: string) => Promise<string> {
  return async (id) => {
    const errors: unknown[] = [];
    const onError = ({ error }: { error: unknown }): void => void errors.push(error);
    const { textStream } = streamText({ model: modelOf(id), prompt: PROMPT, maxRetries: 0, onError });
    const text = await joined(textStream, (piece) => piece).catch((cause: unknown) => {
      throw errors[0] ?? cause;
    });
    if (errors.length > 0) throw errors[0];
    return text;
  };
}

function embedding(modelOf: (id: string) => EmbeddingModel): (id: string) => Promise<string> {
  return async (id) => {
    const one = await embed({ model: modelOf(id), value: PROMPT, maxRetries: 0 });
    const many = await embedMany({ model: modelOf(id), values: [PROMPT, "Paris"], maxRetries: 0 });
    return some([one.embedding, many.embeddings]);
  };
}

function image(modelOf: (id: string) => ImageModel): (id: string) => Promise<string> {
  return async (id) =>
    some((await generateImage({ model: modelOf(id), prompt: PROMPT, maxRetries: 0 })).image.base64);
}

async function sound(): Promise<ArrayBuffer> {
  return audioFile().arrayBuffer();
}
