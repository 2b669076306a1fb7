import OpenAI from "openai";
import {
  audioFile,
  imageFile,
  joined,
  MESSAGES,
  PROMPT,
  type SdkCalls,
  some,
  textFile,
} from "./sdk-calls.ts";

// One attempt each: a call that is denied must be seen once, not as often as an SDK likes to try.
const openai = new OpenAI({ apiKey: "stand-in", dangerouslyAllowBrowser: true, maxRetries: 0 });

const CAPITAL = {
  type: "function" as const,
  function: {
    name: "capital",
    description: "The capital of a country",
    parameters: { type: "object", properties: { country: { type: "string" } } },
    parse: (text: string) => JSON.parse(text) as { readonly country: string },
    function: ({ country }: { readonly country: string }) => `The capital of ${country} is Paris.`,
  },
};

/** Calls of `openai`. */
export const OPENAI: SdkCalls = {
  chat: async (model) =>
    some((await openai.chat.completions.create({ model, messages: MESSAGES })).choices[0]?.message.content),
  "chat streamed": async (model) =>
    joined(
      await openai.chat.completions.create({ model, messages: MESSAGES, stream: true }),
      (chunk) => chunk.choices[0]?.delta.content,
    ),
  completion: async (model) =>
    some((await openai.completions.create({ model, prompt: PROMPT })).choices[0]?.text),
  response: async (model) => some((await openai.responses.create({ model, input: PROMPT })).output_text),
  "response streamed": async (model) =>
    joined(await openai.responses.create({ model, input: PROMPT, stream: true }), (event) =>
      event.type === "response.output_text.delta" ? event.delta : "",
    ),
  "response, tokens counted": async (model) =>
    some((await openai.responses.inputTokens.count({ model, input: PROMPT })).input_tokens),
  "response compacted": async (model) => some((await openai.responses.compact({ model, input: PROMPT })).id),
  "tool run": async (model) =>
    some(
      await openai.chat.completions.runTools({ model, messages: MESSAGES, tools: [CAPITAL] }).finalContent(),
    ),
  conversation: async () => some((await openai.conversations.create({ items: MESSAGES })).id),
  assistant: async (model) => some((await openai.beta.assistants.create({ model, instructions: PROMPT })).id),
  "thread run": async (model) =>
    some(
      (
        await openai.beta.threads.createAndRun({
          assistant_id: "asst_1",
          model,
          thread: { messages: MESSAGES },
        })
      ).id,
    ),
  embedding: async (model) =>
    some((await openai.embeddings.create({ model, input: PROMPT })).data[0]?.embedding),
  moderation: async (model) => some((await openai.moderations.create({ model, input: PROMPT })).results),
  image: async (model) => some((await openai.images.generate({ model, prompt: PROMPT })).data?.[0]?.b64_json),
  "image edited": async (model) =>
    some((await openai.images.edit({ model, prompt: PROMPT, image: imageFile() })).data?.[0]?.b64_json),
  transcription: async (model) =>
    (await openai.audio.transcriptions.create({ model, file: audioFile() })).text,
  translation: async (model) => (await openai.audio.translations.create({ model, file: audioFile() })).text,
  speech: async (model) => {
    const spoken = await openai.audio.speech.create({ model, input: PROMPT, voice: "alloy" });
    return some((await spoken.arrayBuffer()).byteLength);
  },
  video: async (model) => some((await openai.videos.create({ model, prompt: PROMPT })).id),
  "image varied": async (model) =>
    some((await openai.images.createVariation({ model, image: imageFile() })).data?.[0]?.b64_json),
  upload: async () =>
    some(
      (
        await openai.uploads.create({
          bytes: 16,
          filename: "plan.jsonl",
          mime_type: "application/jsonl",
          purpose: "batch",
        })
      ).id,
    ),
  "upload of a part": async () => some((await openai.uploads.parts.create("up_1", { data: textFile() })).id),
  "vector store searched": async () =>
    joined(openai.vectorStores.search("vs_1", { query: PROMPT }), ({ file_id }) => file_id),
  "file upload": async () => some((await openai.files.create({ file: textFile(), purpose: "batch" })).id),
  batch: async () =>
    some(
      await openai.batches.create({
        input_file_id: "file-1",
        endpoint: "/v1/chat/completions",
        completion_window: "24h",
      }),
    ),
  "fine-tuning": async (model) =>
    some((await openai.fineTuning.jobs.create({ model, training_file: "file-1" })).id),
  "realtime secret": async (model) =>
    some((await openai.realtime.clientSecrets.create({ session: { type: "realtime", model } })).value),
  "list of models": async () => joined(openai.models.list(), ({ id }) => id),
};
