import { eventStream, json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, ModelCall } from "./request-body.ts";
import { type ToolUse, toolUseFor } from "./tool-use.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";

/** `POST …/responses`: one response, or the events that build it up. */
export function openaiResponses(call: Received): Answer {
  const body = bodyAs(ModelCall, call);
  if (body === null) return openaiError("The body needs `model`.");
  const sentence = sentenceAs(body.model);
  const use = toolUseFor(call);
  if (use !== null) return json(response(call, body.model, "completed", [functionCall(call, use)], ""));
  const done = response(
    call,
    body.model,
    "completed",
    [message(call, "completed", [part(sentence)])],
    sentence,
  );
  return body.stream === true ? streamed(call, body.model, sentence, done) : json(done);
}

function streamed(call: Received, model: string, sentence: string, done: object): Answer {
  const started = response(call, model, "in_progress", [], null);
  const where = { item_id: itemId(call), output_index: 0, content_index: 0 };
  const steps: readonly { readonly type: string; readonly [field: string]: unknown }[] = [
    { type: "response.created", response: started },
    { type: "response.in_progress", response: started },
    { type: "response.output_item.added", output_index: 0, item: message(call, "in_progress", []) },
    { type: "response.content_part.added", ...where, part: part("") },
    ...piecesOf(sentence).map((delta) => ({
      type: "response.output_text.delta",
      item_id: where.item_id,
      output_index: where.output_index,
      content_index: where.content_index,
      delta,
      logprobs: [],
    })),
    { type: "response.output_text.done", ...where, text: sentence, logprobs: [] },
    { type: "response.content_part.done", ...where, part: part(sentence) },
    {
      type: "response.output_item.done",
      output_index: 0,
      item: message(call, "completed", [part(sentence)]),
    },
    { type: "response.completed", response: done },
  ];
  return eventStream(
    steps.map((step, sequence_number) => ({ event: step.type, data: { ...step, sequence_number } })),
  );
}

function response(
  call: Received,
  model: string,
  status: string,
  output: readonly object[],
  said: string | null,
) {
  return {
    id: `resp_stand_in_${call.n}`,
    object: "response",
    created_at: Math.floor(call.time / 1_000),
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: said === null ? null : usage(call, said),
  };
}

function usage(call: Received, said: string) {
  const input = tokensIn(call.text);
  const output = tokensIn(said);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}

function message(call: Received, status: string, content: readonly object[]) {
  return { id: itemId(call), type: "message", role: "assistant", status, content };
}

function functionCall(call: Received, { id, name, input }: ToolUse) {
  const item = { id: `fc_stand_in_${call.n}`, type: "function_call", status: "completed" };
  return { ...item, call_id: id, name, arguments: JSON.stringify(input) };
}

function part(sentence: string) {
  return { type: "output_text", text: sentence, annotations: [], logprobs: [] };
}

function itemId(call: Received): string {
  return `msg_stand_in_${call.n}`;
}

/** `POST …/responses/input_tokens`. */
export function openaiInputTokens(call: Received): Answer {
  return json({ object: "response.input_tokens", input_tokens: tokensIn(call.text) });
}
