import { json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, ModelCall } from "./request-body.ts";
import { openaiChat } from "./openai-chat.ts";
import { sentenceAs } from "./sentence.ts";

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

/** `POST /v1/fim/completions` and `/v1/agents/completions`, which answer as chat does. */
export function mistralCompletion(call: Received): Answer {
  const body: unknown = JSON.parse(call.text);
  const text = JSON.stringify({ model: "an agent", messages: [], ...Object(body) });
  return openaiChat({ ...call, text });
}

/** `POST /v1/conversations`. */
export function mistralConversation(call: Received): Answer {
  const model = bodyAs(ModelCall, call)?.model ?? "an agent";
  return json({
    object: "conversation.response",
    conversation_id: `conv_stand_in_${call.n}`,
    outputs: [
      { object: "entry", type: "message.output", role: "assistant", content: sentenceAs(model), model },
    ],
    usage: USAGE,
  });
}

/** `POST /v1/ocr`: one page. */
export function mistralOcr(call: Received): Answer {
  const body = bodyAs(ModelCall, call);
  if (body === null) return openaiError("The body needs `model`.");
  const page = { index: 0, markdown: sentenceAs(body.model), images: [], dimensions: null };
  return json({ model: body.model, pages: [page], usage_info: { pages_processed: 1 } });
}

/** `POST /v1/audio/speech`: a sound that is none, as base64. */
export function mistralSpeech(call: Received): Answer {
  if (bodyAs(ModelCall, call) === null) return openaiError("The body needs `model`.");
  return json({ audio_data: "AAAA" });
}

/** `POST /v1/batch/jobs`: a job that waits. */
export function mistralBatch(call: Received): Answer {
  const counts = { total_requests: 1, completed_requests: 0, succeeded_requests: 0, failed_requests: 0 };
  return json({
    id: `batch-stand-in-${call.n}`,
    object: "batch",
    input_files: ["f1"],
    endpoint: "/v1/chat/completions",
    errors: [],
    status: "QUEUED",
    created_at: Math.floor(call.time / 1_000),
    ...counts,
  });
}

/** `GET /v1/models`. */
export function mistralModels(): Answer {
  const card = { id: "mistral-large-2512", object: "model", type: "base", capabilities: {} };
  return json({ object: "list", data: [card] });
}
