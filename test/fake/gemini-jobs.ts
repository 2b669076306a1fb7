import { json, type Answer } from "./answer.ts";
import { PIXEL } from "./openai-images.ts";
import type { Received } from "./received.ts";
import { sentenceAs, tokensIn } from "./sentence.ts";

/** `POST …/models/{model}:predict`: one picture. */
export function geminiPredict(): Answer {
  return json({ predictions: [{ bytesBase64Encoded: PIXEL, mimeType: "image/png" }] });
}

/** `POST …/models/{model}:countTokens`. */
export function geminiCountTokens(call: Received): Answer {
  return json({ totalTokens: tokensIn(call.text) });
}

/** `POST …:predictLongRunning`, `…:batchGenerateContent` and `…/cachedContents`: something that has a name now. */
export function geminiNamed(call: Received, kind: string): Answer {
  return json({ name: `${kind}/stand-in-${call.n}`, metadata: { state: "BATCH_STATE_PENDING" } });
}

/** `POST …/interactions`. */
export function geminiInteraction(call: Received): Answer {
  const content = [{ type: "text", text: sentenceAs("an interaction") }];
  return json({
    id: `interaction-stand-in-${call.n}`,
    status: "completed",
    object: "interaction",
    created: new Date(call.time).toISOString(),
    updated: new Date(call.time).toISOString(),
    outputs: content,
    steps: [{ type: "model_output", content }],
  });
}

/** `POST /upload/{version}/files`: where the bytes go, or the file when they have come. */
export function geminiUpload(call: Received): Answer {
  const command = call.headers["x-goog-upload-command"];
  if (command === "start") {
    const url = `https://${call.host}${call.path}?upload_id=stand-in`;
    return {
      status: 200,
      headers: {
        "content-type": "application/json",
        "x-goog-upload-url": url,
        "x-goog-upload-status": "active",
      },
      body: "{}",
    };
  }
  const file = { name: `files/stand-in-${call.n}`, uri: "https://stand-in.example/f", state: "ACTIVE" };
  const answer = json({ file });
  return { ...answer, headers: { ...answer.headers, "x-goog-upload-status": "final" } };
}

/** `GET /{version}/models`. */
export function geminiModels(): Answer {
  return json({ models: [{ name: "models/gemini-3-pro", displayName: "Gemini 3 Pro" }] });
}
