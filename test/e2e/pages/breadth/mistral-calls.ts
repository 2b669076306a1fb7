import { Mistral } from "@mistralai/mistralai";
import { audioFile, joined, MESSAGES, PROMPT, type SdkCalls, some, textFile } from "./sdk-calls.ts";

const mistral = new Mistral({ apiKey: "stand-in", retryConfig: { strategy: "none" } });

/** Calls of `@mistralai/mistralai`. */
export const MISTRAL: SdkCalls = {
  chat: async (model) =>
    some((await mistral.chat.complete({ model, messages: MESSAGES })).choices[0]?.message?.content),
  "chat streamed": async (model) =>
    joined(await mistral.chat.stream({ model, messages: MESSAGES }), ({ data }) => {
      const content = data.choices[0]?.delta.content;
      return typeof content === "string" ? content : "";
    }),
  "fill in the middle": async (model) =>
    some(
      (await mistral.fim.complete({ model, prompt: "def f(", suffix: "return 1" })).choices[0]?.message
        ?.content,
    ),
  agent: async () =>
    some(
      (await mistral.agents.complete({ agentId: "ag_1", messages: MESSAGES })).choices[0]?.message?.content,
    ),
  conversation: async (model) =>
    some((await mistral.beta.conversations.start({ model, inputs: PROMPT })).conversationId),
  embedding: async (model) =>
    some((await mistral.embeddings.create({ model, inputs: [PROMPT] })).data[0]?.embedding),
  moderation: async (model) =>
    some((await mistral.classifiers.moderate({ model, inputs: [PROMPT] })).results),
  "text recognition": async (model) =>
    some(
      (
        await mistral.ocr.process({
          model,
          document: { type: "document_url", documentUrl: "https://intranet.example/plan.pdf" },
        })
      ).pages[0]?.markdown,
    ),
  transcription: async (model) =>
    (await mistral.audio.transcriptions.complete({ model, file: audioFile() })).text,
  speech: async (model) => some(await mistral.audio.speech.complete({ model, input: PROMPT, voiceId: "v1" })),
  "file upload": async () => some((await mistral.files.upload({ file: textFile(), purpose: "batch" })).id),
  batch: async (model) =>
    some(
      (await mistral.batch.jobs.create({ model, inputFiles: ["f1"], endpoint: "/v1/chat/completions" })).id,
    ),
  "list of models": async () => some((await mistral.models.list()).data?.[0]),
};
