import { json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, ModelCall } from "./request-body.ts";
import { sentenceAs } from "./sentence.ts";

/** `POST …/completions`, the call from before there was chat. */
export function openaiCompletion(call: Received): Answer {
  const body = bodyAs(ModelCall, call);
  if (body === null) return openaiError("The body needs `model`.");
  return json({
    id: `cmpl-stand-in-${call.n}`,
    object: "text_completion",
    created: Math.floor(call.time / 1_000),
    model: body.model,
    choices: [{ index: 0, text: sentenceAs(body.model), logprobs: null, finish_reason: "stop" }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}
