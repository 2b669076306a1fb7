import * as z from "zod/mini";
import { messageEvents } from "./anthropic-messages.ts";
import { eventStream, json, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";
import { bodyAs } from "./request-body.ts";
import { sentenceAs } from "./sentence.ts";

const CompletionCall = z.looseObject({ prompt: z.string(), model: z.optional(z.string()) });
const CreateCall = z.looseObject({ uuid: z.string(), model: z.optional(z.nullable(z.string())) });

/** The model of a conversation whose calls name none. */
const DEFAULT = "claude-sonnet-4-6";

/** `POST /api/organizations/{org}/chat_conversations/{conv}/completion` and `…/retry_completion`. */
export function claudeCompletion(call: Received): Answer {
  const body = bodyAs(CompletionCall, call);
  if (body === null) return refusal("The body needs `prompt`.");
  const model = body.model ?? DEFAULT;
  const events = messageEvents(call, model, sentenceAs(model));
  const limit = {
    event: "message_limit",
    data: { type: "message_limit", message_limit: { type: "within_limit" } },
  };
  return eventStream([...events.slice(0, -1), limit, ...events.slice(-1)]);
}

/** `POST /api/organizations/{org}/chat_conversations`. */
export function claudeCreate(call: Received): Answer {
  const body = bodyAs(CreateCall, call);
  if (body === null) return refusal("The body needs `uuid`.");
  return json({ uuid: body.uuid, name: "", model: body.model ?? DEFAULT }, 201);
}

function refusal(message: string): Answer {
  return json({ type: "error", error: { type: "invalid_request_error", message } }, 400);
}
