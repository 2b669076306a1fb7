import * as z from "zod/mini";
import { eventStream, json, type Answer, type StreamEvent } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, ModelCall } from "./request-body.ts";
import { piecesOf, sentenceAs } from "./sentence.ts";

const ConversationCall = z.looseObject({
  model: z.string(),
  conversation_id: z.optional(z.string()),
  messages: z.array(z.unknown()),
});

/** The model that `auto` turns out to be here; the real app tells it only in the reply. */
const BEHIND_AUTO = "gpt-5-5";

/** `POST /backend-api/f/conversation` and its anonymous twin: the app's delta-encoded stream. */
export function chatgptConversation(call: Received): Answer {
  const body = bodyAs(ConversationCall, call);
  if (body === null) return openaiError("The body needs `model` and `messages`.");
  const slug = body.model === "auto" ? BEHIND_AUTO : body.model;
  const conversation = body.conversation_id ?? `00000000-0000-4000-8000-${String(call.n).padStart(12, "0")}`;
  return eventStream(deltas(call, slug, conversation));
}

/** `POST /backend-api/f/conversation/prepare`: the app sends the prompt here before the person sends it. */
export function chatgptPrepare(call: Received): Answer {
  if (bodyAs(ModelCall, call) === null) return openaiError("The body needs `model`.");
  return json({ status: "ok", conduit_token: `stand-in-${call.n}` });
}

/** `GET /backend-api/models`. */
export function chatgptModels(): Answer {
  const models = ["auto", "gpt-5-5", "gpt-5-2", "gpt-5-6-sol"].map((slug) => ({
    slug,
    title: slug,
    tags: [],
  }));
  return json({ models, default_model_slug: BEHIND_AUTO });
}

function deltas(call: Received, slug: string, conversation: string): readonly StreamEvent[] {
  const [first = "", ...rest] = piecesOf(sentenceAs(slug));
  const message = {
    id: `11111111-0000-4000-8000-${String(call.n).padStart(12, "0")}`,
    author: { role: "assistant", name: null, metadata: {} },
    content: { content_type: "text", parts: [""] },
    status: "in_progress",
    metadata: { model_slug: slug, resolved_model_slug: slug },
  };
  return [
    { event: "delta_encoding", data: '"v1"' },
    {
      event: "delta",
      data: { p: "", o: "add", v: { message, conversation_id: conversation, error: null }, c: 0 },
    },
    { event: "delta", data: { p: "/message/content/parts/0", o: "append", v: first } },
    ...rest.map((v) => ({ event: "delta", data: { v } })),
    {
      event: "delta",
      data: { p: "", o: "patch", v: [{ p: "/message/status", o: "replace", v: "finished_successfully" }] },
    },
    { data: { type: "message_stream_complete", conversation_id: conversation } },
    { data: "[DONE]" },
  ];
}
