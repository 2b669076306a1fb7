/** One reply as a service sends it, and the models it names. */
export interface SampleReply {
  readonly what: string;
  readonly service: string;
  readonly url: string;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly names: readonly (readonly [asServed: string, model: string | null])[];
}

const sse = (...events: readonly (readonly [string, unknown])[]): string =>
  events
    .map(([name, data]) => {
      const text = typeof data === "string" ? data : JSON.stringify(data);
      return `${name === "" ? "" : `event: ${name}\n`}data: ${text}\n\n`;
    })
    .join("");

/** A message of an AWS event stream: lengths, no headers to speak of, payload, checksums that nobody looks at. */
function awsMessage(payload: unknown): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const headers = 5;
  const message = new Uint8Array(16 + headers + bytes.length);
  const view = new DataView(message.buffer);
  view.setUint32(0, message.length);
  view.setUint32(4, headers);
  message.set(bytes, 12 + headers);
  return message;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const EVENTS = "text/event-stream; charset=utf-8";
const JSON_TYPE = "application/json";
const CHUNK = { id: "c", object: "chat.completion.chunk", choices: [{ delta: { content: '"model":"x"' } }] };
const STARTED = {
  type: "message_start",
  message: { id: "m", model: "claude-opus-4-5-20251101", content: [] },
};

/** The shapes of every kind of API and web app whose reply says its model. Texts hold what looks like a model and is none. */
export const REPLIES: readonly SampleReply[] = [
  {
    what: "OpenAI's chat, whole",
    service: "openai-api",
    url: "https://api.openai.com/v1/chat/completions",
    type: JSON_TYPE,
    body: JSON.stringify(
      {
        id: "x",
        model: "gpt-4o-2024-08-06",
        choices: [{ message: { tool_calls: [{ arguments: '{"model":"a"}' }] } }],
      },
      null,
      2,
    ),
    names: [["gpt-4o-2024-08-06", "openai/gpt-4o"]],
  },
  {
    what: "OpenAI's chat, streamed",
    service: "openai-api",
    url: "https://api.openai.com/v1/chat/completions",
    type: EVENTS,
    body: sse(
      ["", { ...CHUNK, model: "gpt-5.5" }],
      ["", { ...CHUNK, model: "gpt-5.5" }],
      ["", "[DONE]"],
    ).replaceAll("\n", "\r\n"),
    names: [["gpt-5.5", "openai/gpt-5.5"]],
  },
  {
    what: "OpenAI's responses, streamed",
    service: "openai-api",
    url: "https://api.openai.com/v1/responses",
    type: EVENTS,
    body: sse([
      "response.created",
      { type: "response.created", response: { id: "r", model: "o3-2025-04-16" } },
    ]),
    names: [["o3-2025-04-16", "openai/o3"]],
  },
  {
    what: "Azure's deployment",
    service: "azure-openai",
    url: "https://contoso.openai.azure.com/openai/deployments/prod/chat/completions?api-version=1",
    type: JSON_TYPE,
    body: '{"choices":[],"model":"gpt-4o-2024-08-06"}',
    names: [["gpt-4o-2024-08-06", "openai/gpt-4o"]],
  },
  {
    what: "Anthropic's messages, streamed",
    service: "anthropic-api",
    url: "https://api.anthropic.com/v1/messages",
    type: EVENTS,
    body: sse(
      ["message_start", STARTED],
      ["content_block_delta", { delta: { partial_json: '{"message":{"model":"no"}}' } }],
    ),
    names: [["claude-opus-4-5-20251101", "anthropic/claude-opus-4-5"]],
  },
  {
    what: "Anthropic's messages, whole",
    service: "anthropic-api",
    url: "https://api.anthropic.com/v1/messages",
    type: JSON_TYPE,
    body: JSON.stringify({
      content: [{ type: "tool_use", input: { model: "no" } }],
      model: "claude-haiku-4-5",
    }),
    names: [["claude-haiku-4-5", "anthropic/claude-haiku-4-5"]],
  },
  {
    what: "Gemini's list of pieces",
    service: "gemini-api",
    url: "https://generativelanguage.googleapis.com/v1beta/models/gemini-flash-latest:streamGenerateContent",
    type: JSON_TYPE,
    body: `[{"candidates":[],"modelVersion":"gemini-3-flash"}\n,\n{"modelVersion":"gemini-3-flash"}]`,
    names: [["gemini-3-flash", "google/gemini-3-flash"]],
  },
  {
    what: "Gemini's events",
    service: "gemini-api",
    url: "https://generativelanguage.googleapis.com/v1beta/models/gemini-flash-latest:streamGenerateContent?alt=sse",
    type: EVENTS,
    body: sse(["", { candidates: [], modelVersion: "gemini-3-flash" }]),
    names: [["gemini-3-flash", "google/gemini-3-flash"]],
  },
  {
    what: "Claude on Vertex",
    service: "vertex",
    url: "https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/anthropic/models/claude-opus-4-5@20251101:streamRawPredict",
    type: EVENTS,
    body: sse(["message_start", STARTED]),
    names: [["claude-opus-4-5-20251101", "anthropic/claude-opus-4-5"]],
  },
  {
    what: "Ollama's lines",
    service: "ollama",
    url: "http://localhost:11434/api/chat",
    type: "application/x-ndjson",
    body: '{"model":"llama3.2:3b","message":{"content":"a"},"done":false}\n{"model":"llama3.2:3b","done":true}\n',
    names: [["llama3.2:3b", "meta/llama-3.2-3b"]],
  },
  {
    what: "Claude on Bedrock, streamed",
    service: "bedrock",
    url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fabc/invoke-with-response-stream",
    type: "application/vnd.amazon.eventstream",
    body: joined(
      awsMessage({ bytes: btoa(JSON.stringify(STARTED)), p: "abc" }),
      awsMessage({ bytes: btoa('{"type":"content_block_delta"}') }),
    ),
    names: [["claude-opus-4-5-20251101", "anthropic/claude-opus-4-5"]],
  },
  {
    what: "a prompt router on Bedrock",
    service: "bedrock",
    url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Adefault-prompt-router%2Fanthropic.claude%3A1/converse-stream",
    type: "application/vnd.amazon.eventstream",
    body: joined(
      awsMessage({ delta: { text: "hi" } }),
      awsMessage({
        trace: {
          promptRouter: {
            invokedModelId:
              "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
          },
        },
      }),
    ),
    names: [
      [
        "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
        "anthropic/claude-haiku-4-5",
      ],
    ],
  },
  {
    what: "Mistral's chat",
    service: "mistral-api",
    url: "https://api.mistral.ai/v1/chat/completions",
    type: EVENTS,
    body: sse(["", { ...CHUNK, model: "mistral-large-2512" }]),
    names: [["mistral-large-2512", "mistral/mistral-large-2512"]],
  },
  {
    what: "OpenRouter's fallback, which answers with two",
    service: "openrouter",
    url: "https://openrouter.ai/api/v1/chat/completions",
    type: EVENTS,
    body: `: OPENROUTER PROCESSING\n\n${sse(
      ["", { ...CHUNK, provider: "OpenAI", model: "openai/gpt-5.5" }],
      ["", { ...CHUNK, provider: "Anthropic", model: "anthropic/claude-opus-4.8" }],
    )}`,
    names: [
      ["openai/gpt-5.5", "openai/gpt-5.5"],
      ["anthropic/claude-opus-4.8", "anthropic/claude-opus-4-8"],
    ],
  },
  {
    what: "ChatGPT, first in the message and then in what resolved it",
    service: "chatgpt-web",
    url: "https://chatgpt.com/backend-api/f/conversation",
    type: EVENTS,
    body: sse(
      ["delta_encoding", '"v1"'],
      [
        "delta",
        {
          p: "",
          o: "add",
          v: { message: { metadata: { default_model_slug: "auto", model_slug: "gpt-5-1" } } },
          c: 0,
        },
      ],
      ["delta", { v: [{ p: "/message/content/parts/0", o: "append", v: 'say "model_slug": "x"' }] }],
      ["delta", { p: "/message/metadata/model_slug", o: "replace", v: "gpt-5-2" }],
      ["", { type: "server_ste_metadata", metadata: { resolved_model_slug: "gpt-5-3" } }],
      ["", "[DONE]"],
    ),
    names: [
      ["gpt-5-1", "openai/gpt-5.1"],
      ["gpt-5-2", "openai/gpt-5.2"],
      ["gpt-5-3", "openai/gpt-5.3"],
    ],
  },
  {
    what: "Claude's web app",
    service: "claude-web",
    url: "https://claude.ai/api/organizations/o/chat_conversations/c/completion",
    type: EVENTS,
    body: sse(["message_start", STARTED], ["ping", {}]),
    names: [["claude-opus-4-5-20251101", "anthropic/claude-opus-4-5"]],
  },
  {
    what: "Grok, whose hash tells nothing by itself",
    service: "grok-web",
    url: "https://grok.com/rest/app-chat/conversations/new",
    type: "text/plain",
    body: '{"result":{"response":{"token":"a","llmInfo":{"modelHash":"grok_Zz9+="}}}}\n{"result":{"response":{"modelResponse":{"model":"grok-4"}}}}\n',
    names: [
      ["grok_Zz9+=", null],
      ["grok-4", "xai/grok-4"],
    ],
  },
  {
    what: "Perplexity's web app",
    service: "perplexity-web",
    url: "https://www.perplexity.ai/rest/sse/perplexity_ask",
    type: EVENTS,
    body: sse(["message", { display_model: "claude45sonnet", text: "{}" }]),
    names: [["claude45sonnet", "anthropic/claude-sonnet-4-5"]],
  },
  {
    what: "HuggingChat's router",
    service: "huggingchat-web",
    url: "https://huggingface.co/chat/conversation/65f",
    type: "application/jsonl",
    body: '{"type":"status","status":"started"}\n{"type":"routerMetadata","route":"code","model":"Qwen/Qwen3-Coder-480B-A35B-Instruct"}\n',
    names: [["Qwen/Qwen3-Coder-480B-A35B-Instruct", "alibaba/qwen3-coder-480b-a35b-instruct"]],
  },
  {
    what: "Duck.ai",
    service: "duck-ai-web",
    url: "https://duck.ai/duckchat/v1/chat",
    type: EVENTS,
    body: sse(["", { message: "hi", created: 1, model: "gpt-4o-mini-2024-07-18" }]),
    names: [["gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"]],
  },
  {
    what: "Vercel's gateway",
    service: "vercel-ai-gateway",
    url: "https://ai-gateway.vercel.sh/v3/ai/language-model",
    type: EVENTS,
    body: sse(["", { type: "response-metadata", id: "a", modelId: "claude-sonnet-4-5-20250929" }]),
    names: [["claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"]],
  },
  {
    what: "watsonx",
    service: "watsonx",
    url: "https://us-south.ml.cloud.ibm.com/ml/v1/text/chat_stream?version=1",
    type: EVENTS,
    body: sse(["message", { model_id: "ibm/granite-4-h-small", choices: [] }]),
    names: [["ibm/granite-4-h-small", "ibm/granite-4-h-small"]],
  },
  {
    what: "an unknown host of OpenAI's shape",
    service: "generic-openai",
    url: "https://gateway.corp.example/v1/chat/completions",
    type: "",
    body: `\n\n${sse(["", { ...CHUNK, model: "gpt-5.5" }])}`,
    names: [["gpt-5.5", "openai/gpt-5.5"]],
  },
];
