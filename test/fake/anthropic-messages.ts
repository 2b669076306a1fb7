import * as z from "zod/mini";
import { eventStream, json, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";
import { bodyAs } from "./request-body.ts";
import { toolUseFor } from "./tool-use.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";

const MessagesCall = z.looseObject({
  model: z.string(),
  stream: z.optional(z.boolean()),
  messages: z.array(z.unknown()),
});

/** `POST …/v1/messages`: one message, or its events from `message_start` to `message_stop`. */
export function anthropicMessages(call: Received): Answer {
  const body = bodyAs(MessagesCall, call);
  if (body === null) return refusal();
  const sentence = sentenceAs(body.model);
  if (body.stream === true) return eventStream(messageEvents(call, body.model, sentence));
  const use = toolUseFor(call);
  const content =
    use === null ? [{ type: "text", text: sentence, citations: null }] : [{ type: "tool_use", ...use }];
  const stop_reason = use === null ? "end_turn" : "tool_use";
  return json({ ...head(call, body.model), content, stop_reason, usage: usage(call, sentence) });
}

/** `POST …/v1/messages/count_tokens`. */
export function anthropicCountTokens(call: Received): Answer {
  if (bodyAs(MessagesCall, call) === null) return refusal();
  return json({ input_tokens: tokensIn(call.text) });
}

/** `POST …/v1/messages/batches`: a batch that waits. */
export function anthropicBatch(call: Received): Answer {
  const created_at = new Date(call.time).toISOString();
  return json({
    id: `msgbatch_stand_in_${call.n}`,
    type: "message_batch",
    processing_status: "in_progress",
    created_at,
    expires_at: created_at,
    request_counts: { processing: 1, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
  });
}

/** `GET …/v1/models`. */
export function anthropicModels(): Answer {
  const one = { type: "model", id: "claude-opus-4-8", display_name: "Claude Opus 4.8" };
  return json({ data: [one], has_more: false, first_id: one.id, last_id: one.id });
}

/** The events of one answer; Claude's web app has the same ones with more around them. */
export function messageEvents(call: Received, model: string, sentence: string) {
  const start = { ...head(call, model), content: [], stop_reason: null, usage: usage(call, "") };
  const events: readonly { readonly type: string; readonly [field: string]: unknown }[] = [
    { type: "message_start", message: start },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "ping" },
    ...piecesOf(sentence).map((piece) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text: piece },
    })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: tokensIn(sentence) },
    },
    { type: "message_stop" },
  ];
  return events.map((data) => ({ event: data.type, data }));
}

function head(call: Received, model: string) {
  return { id: `msg_stand_in_${call.n}`, type: "message", role: "assistant", model, stop_sequence: null };
}

function usage(call: Received, sentence: string) {
  return { input_tokens: tokensIn(call.text), output_tokens: tokensIn(sentence) };
}

function refusal(): Answer {
  const error = { type: "invalid_request_error", message: "The body needs `model` and `messages`." };
  return json({ type: "error", error }, 400);
}
