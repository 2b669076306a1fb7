import * as z from "zod/mini";
import { json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs } from "./request-body.ts";
import { tokensIn } from "./sentence.ts";

const EmbeddingCall = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.unknown())]),
  encoding_format: z.optional(z.enum(["float", "base64"])),
});

const VECTOR = [0.25, -0.5, 0.125, 0.75];

/** `POST …/embeddings`: a short fixed vector for each input, as numbers or as the base64 that the SDK asks for. */
export function openaiEmbeddings(call: Received): Answer {
  const body = bodyAs(EmbeddingCall, call);
  if (body === null) return openaiError("The body needs `model` and `input`.");
  const embedding = body.encoding_format === "base64" ? packed(VECTOR) : VECTOR;
  const inputs = Array.isArray(body.input) ? body.input : [body.input];
  const tokens = tokensIn(call.text);
  return json({
    id: `embd-stand-in-${call.n}`,
    object: "list",
    data: inputs.map((_, index) => ({ object: "embedding", index, embedding })),
    model: body.model,
    usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens },
  });
}

function packed(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString("base64");
}
