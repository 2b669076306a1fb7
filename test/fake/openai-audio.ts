import { json, text, type Answer } from "./answer.ts";
import { openaiError } from "./openai-error.ts";
import type { Received } from "./received.ts";
import { bodyAs, hasPart, ModelCall } from "./request-body.ts";
import { sentenceAs } from "./sentence.ts";

/** `POST …/audio/transcriptions` and `…/audio/translations`, for a form that holds the sound. */
export function openaiTranscript(call: Received): Answer {
  if (!hasPart(call, "file")) return openaiError("The form needs `file`.");
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const model = /name="model"\r\n\r\n([^\r\n]+)/.exec(call.text)?.[1] ?? "a listener";
  const said = { text: sentenceAs("a listener"), model, language: "en", duration: 1 };
  return json({ ...said, usage, x_groq: { id: `req-stand-in-${call.n}` } });
}

/** `POST …/audio/speech`: a sound that is none. */
export function openaiSpeech(call: Received): Answer {
  if (bodyAs(ModelCall, call) === null) return openaiError("The body needs `model`.");
  return text("audio/mpeg", new Uint8Array(32));
}
