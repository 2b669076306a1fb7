import { json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, hasPart, ModelCall } from "./request-body.ts";

/** One transparent pixel as a PNG, base64. */
export const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** `POST …/images/generations`: one picture of one pixel. */
export function openaiImages(call: Received): Answer {
  if (bodyAs(ModelCall, call) === null) return openaiError("The body needs `model`.");
  return json({ created: Math.floor(call.time / 1_000), data: [{ b64_json: PIXEL }] });
}

/** `POST …/images/edits`: the same, for a form that holds the picture to edit. */
export function openaiImageEdits(call: Received): Answer {
  if (!hasPart(call, "image") && !hasPart(call, "image[]")) return openaiError("The form needs `image`.");
  return json({ created: Math.floor(call.time / 1_000), data: [{ b64_json: PIXEL }] });
}
