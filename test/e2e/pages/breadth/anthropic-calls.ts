import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { MESSAGES, type SdkCalls, some, joined, textFile } from "./sdk-calls.ts";

const anthropic = new Anthropic({ apiKey: "stand-in", dangerouslyAllowBrowser: true, maxRetries: 0 });

const asked = (model: string) => ({ model, max_tokens: 64, messages: MESSAGES });

const capital = betaTool({
  name: "capital",
  description: "The capital of a country",
  inputSchema: { type: "object", properties: { country: { type: "string" } } },
  run: () => "The capital is Paris.",
});

/** Calls of `@anthropic-ai/sdk`. */
export const ANTHROPIC: SdkCalls = {
  message: async (model) => textIn((await anthropic.messages.create(asked(model))).content),
  "message streamed": async (model) => anthropic.messages.stream(asked(model)).finalText(),
  "beta message": async (model) =>
    textIn(
      (await anthropic.beta.messages.create({ ...asked(model), betas: ["files-api-2025-04-14"] })).content,
    ),
  "tool run": async (model) =>
    textIn((await anthropic.beta.messages.toolRunner({ ...asked(model), tools: [capital] })).content),
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
