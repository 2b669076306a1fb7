import Anthropic from "@anthropic-ai/sdk";
import { MESSAGES, type SdkCalls, some, joined, textFile } from "./sdk-calls.ts";

const anthropic = new Anthropic({ apiKey: "stand-in", dangerouslyAllowBrowser: true, maxRetries: 0 });

const asked = (model: string) => ({ model, max_tokens: 64, messages: MESSAGES });

/** Calls of `@anthropic-ai/sdk`. */
export const ANTHROPIC: SdkCalls = {
  message: async (model) => textIn((await anthropic.messages.create(asked(model))).content),
  "message streamed": async (model) => anthropic.messages.stream(asked(model)).finalText(),
  "beta message": async (model) =>
    textIn(
      (await anthropic.beta.messages.create({ ...asked(model), betas: ["files-api-2025-04-14"] })).content,
    ),
  "tokens counted": async (model) =>
    some((await anthropic.messages.countTokens({ model, messages: MESSAGES })).input_tokens),
  batch: async (model) =>
    some(
      (await anthropic.messages.batches.create({ requests: [{ custom_id: "a", params: asked(model) }] })).id,
    ),
  "file upload": async () => some((await anthropic.beta.files.upload({ file: textFile() })).id),
  "list of models": async () => joined(anthropic.models.list(), ({ id }) => id),
};

function textIn(content: readonly { readonly type: string; readonly text?: string }[]): string {
  return some(content.map(({ text }) => text ?? "").join(""));
}
