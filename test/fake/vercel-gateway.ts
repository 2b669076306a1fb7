import { eventStream, json, type Answer } from "./answer.ts";
import { PIXEL } from "./openai-images.ts";
import type { Received } from "./received.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";
import { toolUseFor } from "./tool-use.ts";

/** `POST /{version}/ai/language-model`, whose model and stream are told by headers: one answer, or its parts. */
export function gatewayLanguageModel(call: Received): Answer {
  const said = sentenceAs(call.headers["ai-language-model-id"] ?? "nobody");
  if (call.headers["ai-language-model-streaming"] === "true") return streamed(call, said);
  const use = toolUseFor(call);
  const content =
    use === null
      ? [{ type: "text", text: said }]
      : [{ type: "tool-call", toolCallId: use.id, toolName: use.name, input: JSON.stringify(use.input) }];
  return json({
    content,
    finishReason: reason(use === null ? "stop" : "tool-calls"),
    usage: usage(call),
    warnings: [],
  });
}

/** `POST /{version}/ai/embedding-model`: a short fixed vector for each value. */
export function gatewayEmbeddingModel(call: Received): Answer {
  const { values } = JSON.parse(call.text) as { readonly values: readonly string[] };
  return json({ embeddings: values.map(() => [0.25, -0.5, 0.125, 0.75]), usage: { tokens: 1 } });
}

/** `POST /{version}/ai/image-model`: one picture. */
export function gatewayImageModel(): Answer {
  return json({ images: [PIXEL], warnings: [] });
}

/** `POST /{version}/ai/speech-model`: a sound that is none. */
export function gatewaySpeechModel(): Answer {
  return json({ audio: "AAAA", warnings: [] });
}

/** `POST /{version}/ai/transcription-model`. */
export function gatewayTranscriptionModel(call: Received): Answer {
  return json({ text: sentenceAs(call.headers["ai-model-id"] ?? "nobody"), segments: [], warnings: [] });
}

/** `POST /{version}/ai/reranking-model`: the second document is the better one. */
export function gatewayRerankingModel(): Answer {
  return json({ ranking: [{ index: 1, relevanceScore: 0.75 }] });
}

function streamed(call: Received, said: string): Answer {
  const parts = [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "0" },
    ...piecesOf(said).map((delta) => ({ type: "text-delta", id: "0", delta })),
    { type: "text-end", id: "0" },
    { type: "finish", finishReason: reason("stop"), usage: usage(call) },
  ];
  return eventStream([...parts.map((data) => ({ data })), { data: "[DONE]" }]);
}

function reason(unified: string) {
  return { unified, raw: unified };
}

function usage(call: Received) {
  return { inputTokens: { total: tokensIn(call.text) }, outputTokens: { total: 1 } };
}
