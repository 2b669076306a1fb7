import * as z from "zod/mini";
import { eventStream, json, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";
import { bodyAs } from "./request-body.ts";
import { piecesOf, sentenceAs, tokensIn } from "./sentence.ts";

const GenerateCall = z.looseObject({ contents: z.array(z.unknown()) });

/** `POST …/models/{model}:generateContent`: one answer. */
export function geminiGenerate(call: Received, model: string): Answer {
  if (bodyAs(GenerateCall, call) === null) return refusal();
  return json(candidate(call, model, sentenceAs(model), true));
}

/** `POST …/models/{model}:streamGenerateContent`: events with `alt=sse`, else one list. */
export function geminiStream(call: Received, model: string): Answer {
  if (bodyAs(GenerateCall, call) === null) return refusal();
  const pieces = piecesOf(sentenceAs(model));
  const parts = pieces.map((piece, at) => candidate(call, model, piece, at === pieces.length - 1));
  const asEvents = new URLSearchParams(call.query).get("alt") === "sse";
  return asEvents ? eventStream(parts.map((data) => ({ data }))) : json(parts);
}

/** `POST …/models/{model}:embedContent` and `:batchEmbedContents`. */
export function geminiEmbed(_call: Received, _model: string, method: string): Answer {
  const embedding = { values: [0.25, -0.5, 0.125, 0.75] };
  return json(method === "embedContent" ? { embedding } : { embeddings: [embedding] });
}

function candidate(call: Received, model: string, said: string, last: boolean) {
  return {
    candidates: [
      {
        content: { parts: [{ text: said }], role: "model" },
        index: 0,
        ...(last ? { finishReason: "STOP" } : {}),
      },
    ],
    usageMetadata: {
      promptTokenCount: tokensIn(call.text),
      candidatesTokenCount: tokensIn(said),
      totalTokenCount: tokensIn(call.text) + tokensIn(said),
    },
    modelVersion: model,
    responseId: `stand-in-${call.n}`,
  };
}

function refusal(): Answer {
  const error = { code: 400, message: "The body needs `contents`.", status: "INVALID_ARGUMENT" };
  return json({ error }, 400);
}
