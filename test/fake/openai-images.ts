import { json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, ModelCall } from "./request-body.ts";

/** One transparent pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** `POST …/images/generations`: one picture of one pixel. */
export function openaiImages(call: Received): Answer {
  if (bodyAs(ModelCall, call) === null) return openaiError("The body needs `model`.");
  return json({ created: Math.floor(call.time / 1_000), data: [{ b64_json: PIXEL }] });
}
