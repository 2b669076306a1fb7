import type { Answer } from "../../shared/wire/page.ts";

/**
 * The only words that a page gets: they say nothing about the person, their clearance, or the rule that decided, since
 * the page reads them. The person reads the whole of it in the notice.
 */
export const NEUTRAL_SENTENCE = "Your company's policy does not allow this model here. See the notice.";

/** How a family of services says that something is not permitted. */
interface Shape {
  /** Services that answer so whatever the path. */
  readonly services: readonly string[];
  /** Paths that are telling on any host. */
  readonly path: RegExp | null;
  readonly body: (message: string) => unknown;
  readonly headers?: readonly (readonly [string, string])[];
}

/** Error replies as the services' own documentation and clients have them; the first that fits is taken. */
const SHAPES: readonly Shape[] = [
  {
    services: ["chatgpt-web", "chatgpt-codex", "sora-web"],
    path: null,
    body: (message) => ({ detail: { message, code: "permission_denied" } }),
  },
  {
    services: ["anthropic-api", "claude-web", "generic-anthropic"],
    path: /\/v1\/messages(?:\/|$)|:(?:streamR|r)awPredict$/,
    body: (message) => ({ type: "error", error: { type: "permission_error", message }, request_id: null }),
  },
  {
    services: [
      "gemini-api",
      "vertex",
      "generic-gemini",
      "generic-vertex",
      "aistudio-web",
      "gemini-enterprise-web",
    ],
    path: /:(?:generateContent|streamGenerateContent|countTokens|embedContent|batchEmbedContents|predict)$/,
    body: (message) => ({ error: { code: 403, message, status: "PERMISSION_DENIED" } }),
  },
  {
    services: ["bedrock", "generic-bedrock"],
    path: /\/model\/[^/]+\/(?:invoke|converse)/,
    body: (message) => ({ message }),
    headers: [["x-amzn-errortype", "AccessDeniedException"]],
  },
  {
    services: ["cohere-api"],
    path: null,
    body: (message) => ({ message }),
  },
  {
    services: ["mistral-api"],
    path: null,
    body: (message) => ({ object: "error", message, type: "permission_denied", param: null, code: "403" }),
  },
  {
    services: ["ollama", "generic-ollama"],
    path: /\/api\/(?:chat|generate|embed|embeddings)$/,
    body: (message) => ({ error: message }),
  },
  {
    services: ["huggingface-router", "huggingface-hub", "replicate", "elevenlabs", "fal"],
    path: null,
    body: (message) => ({ error: message, detail: message }),
  },
];

/** OpenAI's, which most others took over. */
const USUAL = (message: string): unknown => ({
  error: { message, type: "permission_error", param: null, code: "permission_denied" },
});

/** A denial in the words of the service that was called, for its own clients to show. */
export function serviceAnswer(service: string, url: string): Answer {
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  const shape =
    SHAPES.find(({ services }) => services.includes(service)) ??
    SHAPES.find((one) => one.path?.test(path) === true);
  return {
    status: 403,
    statusText: "Forbidden",
    headers: [["content-type", "application/json"], ...(shape?.headers ?? [])],
    body: JSON.stringify((shape?.body ?? USUAL)(NEUTRAL_SENTENCE)),
  };
}
