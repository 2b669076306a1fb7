import * as z from "zod/mini";
import { eventStream, json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs } from "./request-body.ts";
import { type ToolUse, toolUseFor } from "./tool-use.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";

const ChatCall = z.looseObject({
  model: z.string(),
  stream: z.optional(z.nullable(z.boolean())),
  messages: z.array(z.unknown()),
});

/** `POST …/chat/completions`: one completion, or its chunks and `[DONE]`. */
export function openaiChat(call: Received): Answer {
  const body = bodyAs(ChatCall, call);
  if (body === null) return openaiError("The body needs `model` and `messages`.");
  const model = servedInstead(call) ?? body.model;
  const sentence = sentenceAs(model).repeat(timesSaid(call));
  return body.stream === true ? streamed(call, model, sentence) : whole(call, model, sentence);
}

/** `served` in the query is the model that answers in place of the one that was asked for. */
function servedInstead({ query }: Received): string | null {
  return new URLSearchParams(query).get("served");
}

/** `times` in the query is how often the sentence is said. */
function timesSaid({ query }: Received): number {
  return Number(new URLSearchParams(query).get("times") ?? "1");
}

function whole(call: Received, model: string, sentence: string): Answer {
  const use = toolUseFor(call);
  const said = { role: "assistant", content: sentence, refusal: null, annotations: [] };
  const message = use === null ? said : { role: "assistant", content: "", tool_calls: [toolCall(use)] };
  return json({
    ...head(call, model, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: use === null ? "stop" : "tool_calls" }],
    usage: {
      prompt_tokens: tokensIn(call.text),
      completion_tokens: tokensIn(sentence),
      total_tokens: tokensIn(call.text) + tokensIn(sentence),
    },
  });
}

function streamed(call: Received, model: string, sentence: string): Answer {
  const chunk = (delta: object, finish: string | null) => ({
    data: {
      ...head(call, model, "chat.completion.chunk"),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    },
  });
  return eventStream([
    chunk({ role: "assistant", content: "", refusal: null }, null),
    ...piecesOf(sentence).map((content) => chunk({ content }, null)),
    chunk({}, "stop"),
    { data: "[DONE]" },
  ]);
}

function toolCall({ id, name, input }: ToolUse) {
  return { id, type: "function", function: { name, arguments: JSON.stringify(input) } };
}

function head(call: Received, model: string, object: string) {
  return {
    id: `chatcmpl-stand-in-${call.n}`,
    object,
    created: Math.floor(call.time / 1_000),
    model,
    system_fingerprint: null,
  };
}
