import { json, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { hasPart } from "./request-body.ts";

/** `POST …/files`: what is known of the file then; Mistral and Anthropic say the same in fields of their own. */
export function openaiFiles(call: Received): Answer {
  if (!hasPart(call, "file")) return openaiError("The form needs `file`.");
  return json({
    ...head(call, "file"),
    type: "file",
    bytes: call.body.length,
    size_bytes: call.body.length,
    filename: "plan.jsonl",
    mime_type: "application/jsonl",
    downloadable: false,
    purpose: "batch",
    sample_type: "batch_request",
    source: "upload",
    status: "processed",
  });
}

/** `POST …/vector_stores/{id}/search`: one file that has it. */
export function openaiSearch(): Answer {
  const found = { file_id: "file-stand-in", filename: "plan.jsonl", score: 1, attributes: {}, content: [] };
  return json({ object: "vector_store.search_results.page", data: [found], has_more: false });
}

/** `POST …/batches`, `…/videos` and others whose answer is a thing with an id: one that waits. */
export function openaiJob(call: Received, kind: string): Answer {
  return json({ ...head(call, kind), status: "queued", progress: 0 });
}

/** `POST …/moderations`: nothing to complain of. */
export function openaiModeration(call: Received): Answer {
  const clean = { flagged: false, categories: { violence: false }, category_scores: { violence: 0 } };
  return json({ ...head(call, "moderation"), model: "a moderator", results: [clean] });
}

/** `POST …/realtime/client_secrets`: a key for a call that nobody makes. */
export function openaiClientSecret(call: Received): Answer {
  return json({ value: "ek_stand_in", expires_at: Math.floor(call.time / 1_000) + 60, session: {} });
}

/** `POST …/realtime/calls`: a call begins; who speaks in it is for the test to say. */
export function openaiCall(call: Received): Answer {
  const body = "v=0\r\n";
  const headers = {
    "content-type": "application/sdp",
    location: `/v1/realtime/calls/rtc_stand_in_${call.n}`,
  };
  return { status: 201, headers, body };
}

function head(call: Received, object: string) {
  const created = Math.floor(call.time / 1_000);
  return { id: `${object}-stand-in-${call.n}`, object, created_at: created };
}
