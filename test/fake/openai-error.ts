import { json, type Answer } from "./answer.ts";

/** A refusal in OpenAI's shape. */
export function openaiError(message: string, status = 400): Answer {
  return json({ error: { message, type: "invalid_request_error", param: null, code: null } }, status);
}
