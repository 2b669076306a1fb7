import * as z from "zod/mini";
import { eventStream, json, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";
import { bodyAs } from "./request-body.ts";
import { toolUseFor } from "./tool-use.ts";
import { PIXEL } from "./openai-images.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";

const GenerateCall = z.looseObject({ contents: z.array(z.unknown()) });

const BatchCall = z.looseObject({ requests: z.array(z.unknown()) });

/** `POST …/models/{model}:generateContent`: one answer. */
export function geminiGenerate(call: Received, model: string): Answer {
  if (bodyAs(GenerateCall, call) === null) return refusal();
  if (model.includes("image")) return json(withParts(call, model, [picture], true));
  const use = toolUseFor(call);
  const said =
    use === null
      ? { text: sentenceAs(model) }
      : { functionCall: { id: use.id, name: use.name, args: use.input } };
  return json(withParts(call, model, [said], true));
}

/** `POST …/models/{model}:streamGenerateContent`: events with `alt=sse`, else one list. */
export function geminiStream(call: Received, model: string): Answer {
  if (bodyAs(GenerateCall, call) === null) return refusal();
  const pieces = piecesOf(sentenceAs(model));
  const parts = pieces.map((piece, at) =>
    withParts(call, model, [{ text: piece }], at === pieces.length - 1),
  );
  const asEvents = new URLSearchParams(call.query).get("alt") === "sse";
  return asEvents ? eventStream(parts.map((data) => ({ data }))) : json(parts);
}

/** `POST …/models/{model}:embedContent` and `:batchEmbedContents`. */
export function geminiEmbed(call: Received, _model: string, method: string): Answer {
  const embedding = { values: [0.25, -0.5, 0.125, 0.75] };
  const asked = bodyAs(BatchCall, call)?.requests.length ?? 1;
  return json(
    method === "embedContent"
      ? { embedding }
      : { embeddings: Array.from({ length: asked }, () => embedding) },
  );
}

const picture = { inlineData: { mimeType: "image/png", data: PIXEL } };

function withParts(call: Received, model: string, parts: readonly object[], last: boolean) {
  const length = tokensIn(JSON.stringify(parts));
  return {
    candidates: [
      {
        content: { parts, role: "model" },
        index: 0,
        ...(last ? { finishReason: "STOP" } : {}),
      },
    ],
    usageMetadata: {
      promptTokenCount: tokensIn(call.text),
      candidatesTokenCount: length,
      totalTokenCount: tokensIn(call.text) + length,
    },
    modelVersion: model,
    responseId: `stand-in-${call.n}`,
  };
}

function refusal(): Answer {
  const error = { code: 400, message: "The body needs `contents`.", status: "INVALID_ARGUMENT" };
  return json({ error }, 400);
}
