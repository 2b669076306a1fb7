import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { createAmazonBedrockAnthropic } from "@ai-sdk/amazon-bedrock/anthropic";
import { createBedrockMantle } from "@ai-sdk/amazon-bedrock/mantle";
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
  type RerankingModel,
  type SpeechModel,
  stepCountIs,
  streamText,
  tool,
  type TranscriptionModel,
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

const bedrockAnthropic = createAmazonBedrockAnthropic({ apiKey, region: "eu-central-1" });
const bedrockMantle = createBedrockMantle({ apiKey, region: "eu-central-1" });

/** Calls of `ai` with `@ai-sdk/openai`. */
export const VERCEL_OPENAI: SdkCalls = {
  ...texts((id) => openai(id)),
  "chat, streamText": streamed((id) => openai.chat(id)),
  "embed, embedMany": embedding((id) => openai.embeddingModel(id)),
  generateImage: image((id) => openai.imageModel(id)),
  generateSpeech: speech((id) => openai.speech(id)),
  transcribe: transcript((id) => openai.transcription(id)),
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
  transcribe: transcript((id) => mistral.transcription(id)),
};

/** Calls of `ai` with `@ai-sdk/amazon-bedrock`. */
export const VERCEL_BEDROCK: SdkCalls = {
  ...texts((id) => bedrock(id)),
  "generateText, signed": (id) => generated(bedrockSigned(id)),
  "embed, embedMany": embedding((id) => bedrock.embeddingModel(id)),
  generateImage: image((id) => bedrock.imageModel(id)),
  rerank: ranking((id) => bedrock.rerankingModel(id)),
};

/** Calls of `ai` with `@ai-sdk/amazon-bedrock/anthropic`, which speaks Anthropic's own dialect. */
export const VERCEL_BEDROCK_ANTHROPIC: SdkCalls = texts((id) => bedrockAnthropic(id));

/** Calls of `ai` with `@ai-sdk/amazon-bedrock/mantle`, which speaks OpenAI's. */
export const VERCEL_BEDROCK_MANTLE: SdkCalls = texts((id) => bedrockMantle(id));

/** Calls of `ai` with `@ai-sdk/gateway`. */
export const VERCEL_GATEWAY: SdkCalls = {
  ...texts((id) => gateway(id)),
  "embed, embedMany": embedding((id) => gateway.embeddingModel(id)),
  generateImage: image((id) => gateway.imageModel(id)),
  generateSpeech: speech((id) => gateway.speechModel(id)),
  transcribe: transcript((id) => gateway.transcriptionModel(id)),
  rerank: ranking((id) => gateway.rerankingModel(id)),
};

/** Calls of `ai` with `@ai-sdk/groq`. */
export const VERCEL_GROQ: SdkCalls = {
  ...texts((id) => groq(id)),
  transcribe: transcript((id) => groq.transcription(id)),
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

function speech(modelOf: (id: string) => SpeechModel): (id: string) => Promise<string> {
  return async (id) =>
    some((await generateSpeech({ model: modelOf(id), text: PROMPT, maxRetries: 0 })).audio.base64);
}

function transcript(modelOf: (id: string) => TranscriptionModel): (id: string) => Promise<string> {
  return async (id) => {
    const audio = await audioFile().arrayBuffer();
    return some((await transcribe({ model: modelOf(id), audio, maxRetries: 0 })).text);
  };
}

function ranking(modelOf: (id: string) => RerankingModel): (id: string) => Promise<string> {
  return async (id) => {
    const documents = ["Paris", "Rome"];
    return some((await rerank({ model: modelOf(id), query: PROMPT, documents, maxRetries: 0 })).ranking);
  };
}
