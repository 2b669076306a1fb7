import { GoogleGenAI } from "@google/genai";
import { joined, PROMPT, type SdkCalls, some, textFile } from "./sdk-calls.ts";

const genai = new GoogleGenAI({ apiKey: "stand-in" });
const genaiAlpha = new GoogleGenAI({ apiKey: "stand-in", httpOptions: { apiVersion: "v1alpha" } });
const vertex = new GoogleGenAI({ apiKey: "stand-in", vertexai: true });

/** Calls of `@google/genai`. */
export const GENAI: SdkCalls = {
  content: async (model) => some((await genai.models.generateContent({ model, contents: PROMPT })).text),
  "content streamed": async (model) =>
    joined(await genai.models.generateContentStream({ model, contents: PROMPT }), ({ text }) => text),
  chat: async (model) => some((await genai.chats.create({ model }).sendMessage({ message: PROMPT })).text),
  picture: async (model) => some((await genai.models.generateContent({ model, contents: PROMPT })).data),
  speech: async (model) =>
    some(
      await genai.models.generateContent({
        model,
        contents: PROMPT,
        config: { responseModalities: ["AUDIO"] },
      }),
    ),
  "token for live calls": async (model) =>
    some((await genaiAlpha.authTokens.create({ config: { liveConnectConstraints: { model } } })).name),
  "tokens counted": async (model) =>
    some((await genai.models.countTokens({ model, contents: PROMPT })).totalTokens),
  embedding: async (model) =>
    some((await genai.models.embedContent({ model, contents: PROMPT })).embeddings?.[0]?.values),
  interaction: async (model) =>
    some((await genai.interactions.create({ model, input: PROMPT }, { maxRetries: 0 })).id),
  batch: async (model) =>
    some((await genai.batches.create({ model, src: [{ contents: [{ parts: [{ text: PROMPT }] }] }] })).name),
  "cached content": async (model) =>
    some((await genai.caches.create({ model, config: { contents: PROMPT } })).name),
  "file upload": async () =>
    some((await genai.files.upload({ file: textFile(), config: { mimeType: "text/plain" } })).name),
  "list of models": async () => joined(await genai.models.list(), ({ name }) => name),
  "content of Vertex": async (model) =>
    some((await vertex.models.generateContent({ model, contents: PROMPT })).text),
  "content of Vertex streamed": async (model) =>
    joined(await vertex.models.generateContentStream({ model, contents: PROMPT }), ({ text }) => text),
  "image of Vertex": async (model) =>
    some(
      (await vertex.models.generateImages({ model, prompt: PROMPT })).generatedImages?.[0]?.image?.imageBytes,
    ),
  "video of Vertex": async (model) =>
    some((await vertex.models.generateVideos({ model, source: { prompt: PROMPT } })).name),
};
