import { json, type Answer } from "./answer.ts";
import { anthropicMessages, messageEvents } from "./anthropic-messages.ts";
import { awsEventStream } from "./aws-event-stream.ts";
import { PIXEL } from "./openai-images.ts";
import type { Received } from "./received.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";
import { toolUseFor } from "./tool-use.ts";

/** `POST /model/{model}/converse`: one message, or the wish to use a tool. */
export function bedrockConverse(call: Received, model: string): Answer {
  const said = sentenceAs(model);
  const use = toolUseFor(call);
  const content =
    use === null ? [{ text: said }] : [{ toolUse: { toolUseId: use.id, name: use.name, input: use.input } }];
  return json({
    output: { message: { role: "assistant", content } },
    stopReason: use === null ? "end_turn" : "tool_use",
    usage: usage(call, said),
    metrics: { latencyMs: 1 },
  });
}

/** `POST /model/{model}/converse-stream`. */
export function bedrockConverseStream(call: Received, model: string): Answer {
  const said = sentenceAs(model);
  return awsEventStream([
    { type: "messageStart", payload: { role: "assistant" } },
    ...piecesOf(said).map((text) => ({
      type: "contentBlockDelta",
      payload: { contentBlockIndex: 0, delta: { text } },
    })),
    { type: "contentBlockStop", payload: { contentBlockIndex: 0 } },
    { type: "messageStop", payload: { stopReason: "end_turn" } },
    { type: "metadata", payload: { usage: usage(call, said), metrics: { latencyMs: 1 } } },
  ]);
}

/** `POST /model/{model}/invoke`: what the model's own API would say. */
export function bedrockInvoke(call: Received, model: string): Answer {
  if (model.includes("embed")) return json({ embedding: [0.25, -0.5, 0.125, 0.75], inputTextTokenCount: 1 });
  if (/canvas|image/.test(model)) return json({ images: [PIXEL] });
  return anthropicMessages(withModel(call, model));
}

/** `POST /model/{model}/invoke-with-response-stream`: events of the model's own API, each as base64 in a chunk. */
export function bedrockInvokeStream(call: Received, model: string): Answer {
  const events = messageEvents(call, model, sentenceAs(model));
  return awsEventStream(
    events.map(({ data }) => ({
      type: "chunk",
      payload: { bytes: Buffer.from(JSON.stringify(data)).toString("base64") },
    })),
  );
}

/** `POST /model/{model}/count-tokens`. */
export function bedrockCountTokens(call: Received): Answer {
  return json({ inputTokens: tokensIn(call.text) });
}

/** `POST /async-invoke`: the name of a job. */
export function bedrockAsyncInvoke(): Answer {
  return json({ invocationArn: "arn:aws:bedrock:eu-central-1:000000000000:async-invoke/standin00000" });
}

/** `POST /guardrail/{id}/version/{version}/apply`. */
export function bedrockGuardrail(): Answer {
  return json({ action: "NONE", outputs: [], assessments: [], usage: {} });
}

/** `POST /rerank`: both documents, the second first. */
export function bedrockRerank(): Answer {
  return json({
    results: [
      { index: 1, relevanceScore: 0.75 },
      { index: 0, relevanceScore: 0.25 },
    ],
  });
}

function withModel(call: Received, model: string): Received {
  const body: unknown = JSON.parse(call.text);
  return { ...call, text: JSON.stringify({ ...Object(body), model }) };
}

function usage(call: Received, said: string) {
  const inputTokens = tokensIn(call.text);
  const outputTokens = tokensIn(said);
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}
