import { recordedCall } from "../e2e/calls.ts";
import type { Sent, Target } from "./call.ts";

const JSON_TYPE = { "content-type": "application/json" };
const GPT = { allowed: "gpt-5.5", forbidden: "gpt-5.6-sol" };
const CLAUDE = { allowed: "claude-opus-4-8", forbidden: "mythos-5" };
const GEMINI = { allowed: "gemini-3-pro", forbidden: "gemini-3-flash" };
const EAR = { allowed: "gpt-4o-transcribe", forbidden: "gpt-5.6-sol" };

const OPENAI = "https://api.openai.com/v1";
const GOOGLE = "https://generativelanguage.googleapis.com";
const VERTEX =
  "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google";
const BEDROCK = "https://bedrock-runtime.eu-central-1.amazonaws.com";
const ARN = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.";
const FLUSH = { type: "response.create", response: { instructions: "Say hello to me." } };

/** Every place where a model is named, by what it is called in the matrix. */
export const TARGETS = {
  body: chat(`${OPENAI}/chat/completions`, GPT),
  "body of Anthropic": messages("https://api.anthropic.com/v1/messages"),
  "body of the web app": recorded("web-chatgpt-f-conversation-project-model", {
    allowed: "gpt-5-thinking",
    forbidden: "gpt-5-6-sol",
  }),
  "body at a gateway": chat("https://llm.internal.example/gateway/v1/chat/completions", {
    allowed: "anthropic/claude-opus-4-8",
    forbidden: "anthropic/mythos-5",
  }),
  "body over http": chat("http://llm.internal.example/gateway/v1/chat/completions", {
    allowed: "anthropic/claude-opus-4-8",
    forbidden: "anthropic/mythos-5",
  }),
  "body at a port": chat("https://api.openai.com:8443/v1/chat/completions", GPT),
  "body at a host with a dot": chat("https://api.openai.com./v1/chat/completions", GPT),
  "body at a host in capitals": chat("https://API.OpenAI.com/v1/chat/completions", GPT),
  "body, named last": target(GPT, (model, token) =>
    posted(`${OPENAI}/chat/completions?case=${token}`, `{"messages":${talk(token)},"model":"${model}"}`),
  ),
  "body, escaped letters": target(GPT, (model, token) =>
    posted(
      `${OPENAI}/chat/completions?case=${token}`,
      `{"\\u006dodel":"${escaped(model)}","messages":${talk(token)}}`,
    ),
  ),
  "body, named twice": target(GPT, (model, token) =>
    posted(
      `${OPENAI}/chat/completions?case=${token}`,
      `{"model":"gpt-5","messages":${talk(token)},"model":"${model}"}`,
    ),
  ),
  "body, named twice, other first": target(GPT, (model, token) =>
    posted(
      `${OPENAI}/chat/completions?case=${token}`,
      `{"model":"${model}","messages":${talk(token)},"model":"gpt-5"}`,
    ),
  ),
  "list of models to fall back on": target(
    { allowed: "openai/gpt-5.5", forbidden: "openai/gpt-5.6-sol" },
    (model, token) =>
      posted(
        `https://openrouter.ai/api/v1/chat/completions?case=${token}`,
        `{"model":"openai/gpt-5","models":["openai/gpt-5","${model}"],"messages":${talk(token)}}`,
      ),
  ),
  URL: gemini((model) => `${GOOGLE}/v1beta/models/${model}:generateContent`),
  "URL, percent-encoded": gemini(
    (model) => `${GOOGLE}/v1beta/models/${model.replaceAll("-", "%2D")}:generateContent`,
  ),
  "URL, colon escaped": gemini((model) => `${VERTEX}/models/${model}%3AgenerateContent`),
  "deployment in the URL": target(GPT, (model, token) =>
    posted(
      `https://example.openai.azure.com/openai/deployments/${model}/chat/completions?api-version=1&case=${token}`,
      `{"messages":${talk(token)}}`,
    ),
  ),
  "ARN in the URL": target(CLAUDE, (model, token) =>
    posted(
      `${BEDROCK}/model/${encodeURIComponent(`${ARN}${model}-v1:0`)}/converse?case=${token}`,
      `{"messages":[{"role":"user","content":[{"text":"${prompt(token)}"}]}]}`,
    ),
  ),
  header: target(
    { allowed: "anthropic/claude-opus-4.8", forbidden: "openai/gpt-5.6-sol" },
    (model, token) => ({
      ...posted(
        `https://ai-gateway.vercel.sh/v3/ai/language-model?case=${token}`,
        `{"prompt":[{"role":"user","content":[{"type":"text","text":"${prompt(token)}"}]}]}`,
      ),
      headers: { ...JSON_TYPE, "ai-language-model-id": model, "ai-language-model-streaming": "false" },
    }),
  ),
  "header of the web app": recorded("web-gemini-streamgenerate-header-model", {
    allowed: "9d8ca3786ebdfbea",
    forbidden: "fbb127bbb056c959",
  }),
  "form field": target(EAR, (model, token) => ({
    url: `${OPENAI}/audio/transcriptions?case=${token}`,
    fields: [
      ["model", model],
      ["prompt", `${prompt(token)} @pad@`],
    ],
  })),
  "file in a text of parts": target(EAR, (model, token) =>
    parted(token, `name="model"; filename="${EAR.allowed}"\r\nContent-Type: text/plain\r\n\r\n${model}`),
  ),
  "field with a type in a text of parts": target(EAR, (model, token) =>
    parted(token, `name="model"\r\nContent-Type: text/plain\r\n\r\n${model}`),
  ),
  "field and field with a type in a text of parts": target(EAR, (model, token) =>
    parted(
      token,
      `name="model"\r\n\r\n${EAR.allowed}`,
      `name="model"\r\nContent-Type: text/plain\r\n\r\n${model}`,
    ),
  ),
  "JSON in a text form": target(GPT, (model, token) => ({
    url: `${OPENAI}/chat/completions?case=${token}`,
    fields: [[`{"model":"${model}","messages":${talk(token)},"user":"`, `"}`]],
  })),
  "nested JSON": target({ allowed: "6", forbidden: "1" }, nested),
  query: target({ allowed: "gpt-5.5", forbidden: "gpt-5.6-sol" }, (model, token) => ({
    url: `https://you.com/api/streamingSearch?q=${token}&selectedAiModel=${model}`,
    method: "GET",
  })),
  "address of the web app": target({ allowed: "gpt-5-5", forbidden: "gpt-5-6-sol" }, (model, token) => ({
    url: `https://chatgpt.com/?model=${model}&q=${token}`,
    method: "GET",
  })),
  "socket's address": target(GPT, (model, token) => ({
    url: `wss://api.openai.com/v1/realtime?model=${model}&case=${token}`,
    frames: [JSON.stringify(FLUSH)],
  })),
  "socket's first frame": target(GEMINI, (model, token) => ({
    url: `wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?case=${token}`,
    frames: [
      JSON.stringify({ setup: { model: `models/${model}` } }),
      JSON.stringify({ clientContent: { turns: [{ parts: [{ text: prompt(token) }] }] } }),
    ],
  })),
  "socket's second frame": target(GPT, (model, token) => ({
    url: `wss://api.openai.com/v1/realtime?model=gpt-5.5&case=${token}`,
    frames: [
      JSON.stringify({ type: "session.update", session: { instructions: "Be kind to all." } }),
      JSON.stringify({ type: "session.update", session: { model } }),
    ],
  })),
  "frame of each message": target(GPT, (model, token) => ({
    url: `wss://api.openai.com/v1/responses?case=${token}`,
    frames: [JSON.stringify({ type: "response.create", model, input: prompt(token) })],
  })),
} satisfies Readonly<Record<string, Target>>;

/** What a place where a model is named is called in the matrix. */
export type Where = keyof typeof TARGETS;

function target(models: Target["models"], call: Target["call"]): Target {
  return { models, call };
}

function prompt(token: string): string {
  return `Summarize the notes of ${token}.`;
}

function talk(token: string): string {
  return JSON.stringify([{ role: "user", content: `${prompt(token)} @pad@` }]);
}

function posted(url: string, text: string): Partial<Sent> & { readonly url: string } {
  const [model = ""] = /(?<="model":")[^"]+/.exec(text) ?? [];
  return { url, text, headers: JSON_TYPE, fields: [["model", model]] };
}

/** A multipart body that a page writes by itself, so that it says of each part what it likes. */
function parted(token: string, ...parts: readonly string[]): Partial<Sent> & { readonly url: string } {
  const all = [...parts, `name="prompt"\r\n\r\n${prompt(token)}`];
  return {
    url: `${OPENAI}/audio/transcriptions?case=${token}`,
    headers: { "content-type": "multipart/form-data; boundary=b" },
    text: `${all.map((part) => `--b\r\nContent-Disposition: form-data; ${part}\r\n`).join("")}--b--\r\n`,
  };
}

function chat(url: string, models: Target["models"]): Target {
  return target(models, (model, token) =>
    posted(`${url}?case=${token}`, `{"model":"${model}","messages":${talk(token)}}`),
  );
}

function messages(url: string): Target {
  return target(CLAUDE, (model, token) =>
    posted(`${url}?case=${token}`, `{"model":"${model}","max_tokens":64,"messages":${talk(token)}}`),
  );
}

function gemini(addressed: (model: string) => string): Target {
  return target(GEMINI, (model, token) =>
    posted(
      `${addressed(model)}?case=${token}`,
      `{"contents":[{"parts":[{"text":"${prompt(token)} @pad@"}]}]}`,
    ),
  );
}

function recorded(name: string, models: Target["models"]): Target {
  return target(models, (model, token) => {
    const { url, headers, body } = recordedCall(name, { [models.allowed]: model });
    return { url: `${url}${url.includes("?") ? "&" : "?"}case=${token}`, headers, text: body };
  });
}

/** Gemini's app: a form field that holds JSON, which holds JSON; the mode is its eightieth entry. */
function nested(mode: string, token: string): Partial<Sent> & { readonly url: string } {
  const inner = Array.from({ length: 80 }, (): unknown => null);
  inner[0] = [prompt(token), 0, null, [], null, null, 0];
  inner[79] = Number(mode);
  const value = JSON.stringify([null, JSON.stringify(inner)]);
  return {
    url: `https://gemini.google.com/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate?rt=c&case=${token}`,
    headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    text: `at=REDACTED&f.req=${encodeURIComponent(value)}`,
    fields: [
      ["at", "REDACTED"],
      ["f.req", value],
    ],
  };
}

function escaped(text: string): string {
  return text.replaceAll("-", String.raw`\u002d`);
}
