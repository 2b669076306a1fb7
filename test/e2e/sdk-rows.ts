import type { Operation } from "../../shared/schema/action.ts";

/** A model as the call names it, and as the journal must. */
interface Named {
  readonly sent: string;
  readonly id: string;
}

/** A model that the policy of these tests lets pass, and one of the same kind that it forbids. */
interface ModelPair {
  readonly allowed: Named;
  readonly forbidden: Named;
}

/**
 * Whether Chromium's network event shows the body of a request; of a form with files it shows the other fields. Bare
 * files, and the body of a `Request` that was cloned (which is what SDKs made by Speakeasy send), are `hidden`: the
 * network layer cannot tell their model, and the policy says what becomes of bodies that cannot be read.
 */
export type Body = "shown" | "hidden";

/** One call of one SDK, and what it must be recognized as. */
export interface SdkRow {
  readonly sdk: string;
  readonly call: string;
  readonly service: string;
  readonly operation: Operation;
  /** Null: the call names no model. */
  readonly models: ModelPair | null;
  /** Its requests that are decided on, in order; none: there is nothing to decide. */
  readonly bodies: readonly Body[];
}

/** A call of an SDK: operation, models, bodies if they are not one that is shown. */
type Asked = readonly [operation: Operation, models: ModelPair | null, bodies?: readonly Body[]];

const GPT = pair("openai", "gpt-5.5", "gpt-5.6-sol");
const CLAUDE = pair("anthropic", "claude-opus-4-8", "mythos-5");
const GEMINI = pair("google", "gemini-3-pro", "gemini-3-flash");
const IMAGEN = pair("google", "imagen-4.0-ultra-generate", "imagen-4.0-fast-generate");
const GEMINI_EMBEDDING = pair("google", "gemini-embedding-001", "gemini-embedding-2");
const GEMINI_IMAGE = pair("google", "gemini-3-pro-image", "gemini-2.5-flash-image");
const GEMINI_VOICE = pair("google", "gemini-2.5-pro-preview-tts", "gemini-2.5-flash-preview-tts");
const OPENAI_EMBEDDING = pair("openai", "text-embedding-3-small", "text-embedding-3-large");
const OPENAI_IMAGE = pair("openai", "gpt-image-1", "gpt-image-2");
const OPENAI_EAR = pair("openai", "gpt-4o-transcribe", "whisper-1");
const OPENAI_VOICE = pair("openai", "gpt-4o-mini-tts", "tts-1");
const MISTRAL = pair("mistral", "mistral-large-2512", "mistral-medium-2508");
const MISTRAL_EMBEDDING = pair("mistral", "mistral-embed", "codestral-embed");
const MISTRAL_EAR = pair("mistral", "voxtral-mini-2602", "voxtral-mini-2507");
const BEDROCK_CLAUDE = named(
  ["eu.anthropic.claude-opus-4-8-v1:0", "anthropic/claude-opus-4-8"],
  ["anthropic.mythos-5-v1:0", "anthropic/mythos-5"],
);
const BEDROCK_NOVA = named(
  ["amazon.nova-pro-v1:0", "amazon/nova-pro"],
  ["eu.amazon.nova-premier-v1:0", "amazon/nova-premier"],
);
const BEDROCK_EMBEDDING = named(
  ["amazon.titan-embed-text-v2:0", "amazon/titan-embed-text-v2"],
  ["amazon.titan-embed-image-v1", "amazon/titan-embed-image"],
);
const BEDROCK_IMAGE = named(
  ["amazon.nova-canvas-v1:0", "amazon/nova-canvas"],
  ["amazon.titan-image-generator-v2:0", "amazon/titan-image-generator-v2"],
);
const GATEWAY_CHAT = named(
  ["anthropic/claude-opus-4.8", "anthropic/claude-opus-4-8"],
  ["openai/gpt-5.6-sol", "openai/gpt-5.6-sol"],
);

const NO_DECISION: readonly Body[] = [];
const HIDDEN: readonly Body[] = ["hidden"];
const TWICE: readonly Body[] = ["shown", "shown"];

/** Every call of every SDK that the page has. */
export const SDK_ROWS: readonly SdkRow[] = [
  ...rows("openai", "openai-api", {
    chat: ["chat", GPT],
    "chat streamed": ["chat", GPT],
    completion: ["completion", GPT],
    response: ["chat", GPT],
    "response streamed": ["chat", GPT],
    "response compacted": ["chat", GPT],
    "tool run": ["chat", GPT, TWICE],
    conversation: ["chat", null],
    assistant: ["agent", GPT],
    "thread run": ["agent", GPT],
    "response, tokens counted": ["count_tokens", GPT],
    embedding: ["embedding", OPENAI_EMBEDDING],
    moderation: ["chat", pair("openai", "omni-moderation", "text-moderation")],
    image: ["image", OPENAI_IMAGE],
    "image edited": ["image", OPENAI_IMAGE],
    "image varied": ["image", OPENAI_IMAGE],
    transcription: ["audio", OPENAI_EAR],
    translation: ["audio", OPENAI_EAR],
    speech: ["audio", OPENAI_VOICE],
    video: ["video", pair("openai", "sora-2", "sora-2-pro")],
    upload: ["file_upload", null],
    "upload of a part": ["file_upload", null],
    "vector store searched": ["embedding", null],
    "file upload": ["file_upload", null],
    batch: ["batch", null],
    "fine-tuning": ["fine_tune", GPT],
    "realtime secret": ["realtime", pair("openai", "gpt-realtime", "gpt-realtime-2")],
    "list of models": ["model_list", null, NO_DECISION],
  }),
  ...rows("@anthropic-ai/sdk", "anthropic-api", {
    message: ["chat", CLAUDE],
    "message streamed": ["chat", CLAUDE],
    "beta message": ["chat", CLAUDE],
    "tool run": ["chat", CLAUDE, TWICE],
    "tokens counted": ["count_tokens", CLAUDE],
    batch: ["batch", CLAUDE],
    "file upload": ["file_upload", null],
    "list of models": ["model_list", null, NO_DECISION],
  }),
  ...rows("@google/genai", "gemini-api", {
    content: ["chat", GEMINI],
    "content streamed": ["chat", GEMINI],
    chat: ["chat", GEMINI],
    picture: ["image", GEMINI_IMAGE],
    speech: ["audio", GEMINI_VOICE],
    "token for live calls": ["realtime", pair("google", "gemini-3.1-flash-live", "gemini-3.1-flash-lite")],
    "tokens counted": ["count_tokens", GEMINI],
    embedding: ["embedding", GEMINI_EMBEDDING],
    interaction: ["chat", GEMINI, HIDDEN],
    batch: ["batch", GEMINI],
    "cached content": ["file_upload", GEMINI],
    "file upload": ["file_upload", null, ["shown", "hidden"]],
    "list of models": ["model_list", null, NO_DECISION],
  }),
  ...rows("@google/genai", "vertex", {
    "content of Vertex": ["chat", GEMINI],
    "content of Vertex streamed": ["chat", GEMINI],
    "image of Vertex": ["image", IMAGEN],
    "video of Vertex": ["video", pair("google", "veo-3.1-generate", "veo-3.1-fast-generate")],
  }),
  ...rows("@mistralai/mistralai", "mistral-api", {
    chat: ["chat", MISTRAL, HIDDEN],
    "chat streamed": ["chat", MISTRAL, HIDDEN],
    "fill in the middle": ["completion", pair("mistral", "codestral-2508", "codestral-2501"), HIDDEN],
    agent: ["agent", null, HIDDEN],
    conversation: ["chat", MISTRAL, HIDDEN],
    embedding: ["embedding", MISTRAL_EMBEDDING, HIDDEN],
    moderation: ["chat", pair("mistral", "mistral-moderation-2603", "mistral-moderation-2411"), HIDDEN],
    "text recognition": ["chat", pair("mistral", "mistral-ocr-2512", "mistral-ocr-2503"), HIDDEN],
    transcription: ["audio", MISTRAL_EAR, HIDDEN],
    speech: ["audio", MISTRAL_EAR, HIDDEN],
    "file upload": ["file_upload", null, HIDDEN],
    batch: ["batch", MISTRAL, HIDDEN],
    "list of models": ["model_list", null, NO_DECISION],
  }),
  ...rows("@aws-sdk/client-bedrock-runtime", "bedrock", {
    Converse: ["chat", BEDROCK_CLAUDE],
    ConverseStream: ["chat", BEDROCK_NOVA],
    InvokeModel: ["chat", BEDROCK_CLAUDE],
    InvokeModelWithResponseStream: ["chat", BEDROCK_CLAUDE],
    "InvokeModel, embedding": ["embedding", BEDROCK_EMBEDDING],
    "InvokeModel, image": ["image", BEDROCK_IMAGE],
    CountTokens: ["count_tokens", BEDROCK_CLAUDE],
    StartAsyncInvoke: [
      "video",
      named(
        ["amazon.nova-reel-v1:1", "amazon/nova-reel"],
        ["amazon.nova-premier-v1:0", "amazon/nova-premier"],
      ),
    ],
    InvokeGuardrailChecks: ["chat", null],
    ApplyGuardrail: ["chat", null],
  }),
  ...rows("ai with @ai-sdk/openai", "openai-api", {
    ...texts(GPT),
    "chat, streamText": ["chat", GPT],
    "embed, embedMany": ["embedding", OPENAI_EMBEDDING, TWICE],
    generateImage: ["image", OPENAI_IMAGE],
    generateSpeech: ["audio", OPENAI_VOICE],
    transcribe: ["audio", OPENAI_EAR],
  }),
  ...rows("ai with @ai-sdk/anthropic", "anthropic-api", texts(CLAUDE)),
  ...rows("ai with @ai-sdk/google", "gemini-api", {
    ...texts(GEMINI),
    "embed, embedMany": ["embedding", GEMINI_EMBEDDING, TWICE],
    generateImage: ["image", GEMINI_IMAGE],
  }),
  ...rows("ai with @ai-sdk/mistral", "mistral-api", {
    ...texts(MISTRAL),
    "embed, embedMany": ["embedding", MISTRAL_EMBEDDING, TWICE],
    transcribe: ["audio", MISTRAL_EAR],
  }),
  ...rows("ai with @ai-sdk/amazon-bedrock", "bedrock", {
    ...texts(BEDROCK_CLAUDE),
    "generateText, signed": ["chat", BEDROCK_NOVA],
    "embed, embedMany": ["embedding", BEDROCK_EMBEDDING, ["shown", "shown", "shown"]],
    generateImage: ["image", BEDROCK_IMAGE],
    rerank: [
      "embedding",
      named(["amazon.rerank-v1:0", "amazon/rerank"], ["cohere.rerank-v3-5:0", "cohere/rerank-v3.5"]),
    ],
  }),
  ...rows("ai with @ai-sdk/amazon-bedrock/anthropic", "bedrock", texts(BEDROCK_CLAUDE)),
  ...rows(
    "ai with @ai-sdk/amazon-bedrock/mantle",
    "bedrock-mantle",
    texts(
      named(["openai.gpt-oss-120b", "openai/gpt-oss-120b"], ["openai.gpt-oss-20b", "openai/gpt-oss-20b"]),
    ),
  ),
  ...rows("ai with @ai-sdk/gateway", "vercel-ai-gateway", {
    ...texts(GATEWAY_CHAT),
    "embed, embedMany": [
      "embedding",
      named(
        ["openai/text-embedding-3-small", "openai/text-embedding-3-small"],
        ["openai/text-embedding-3-large", "openai/text-embedding-3-large"],
      ),
      TWICE,
    ],
    generateImage: [
      "image",
      named(["openai/gpt-image-1", "openai/gpt-image-1"], ["openai/gpt-image-2", "openai/gpt-image-2"]),
    ],
    generateSpeech: [
      "audio",
      named(["openai/gpt-4o-mini-tts", "openai/gpt-4o-mini-tts"], ["openai/tts-1", "openai/tts-1"]),
    ],
    transcribe: [
      "audio",
      named(
        ["openai/gpt-4o-transcribe", "openai/gpt-4o-transcribe"],
        ["openai/whisper-1", "openai/whisper-1"],
      ),
    ],
    rerank: [
      "embedding",
      named(["amazon/rerank-v1", "amazon/rerank"], ["cohere/rerank-v3.5", "cohere/rerank-v3.5"]),
    ],
  }),
  ...rows("ai with @ai-sdk/groq", "groq-api", {
    ...texts(
      named(
        ["llama-3.3-70b-versatile", "meta/llama-3.3-70b-versatile"],
        ["openai/gpt-oss-safeguard-20b", "openai/gpt-oss-safeguard-20b"],
      ),
    ),
    transcribe: ["audio", pair("openai", "whisper-large-v3-turbo", "whisper-large-v3")],
  }),
];

function rows(sdk: string, service: string, calls: Readonly<Record<string, Asked>>): readonly SdkRow[] {
  return Object.entries(calls).map(([call, [operation, models, bodies = ["shown"] as const]]) => ({
    sdk,
    call,
    service,
    operation,
    models,
    bodies,
  }));
}

/** What every provider of `ai` is asked for; with a tool, it asks twice. */
function texts(models: ModelPair): Readonly<Record<string, Asked>> {
  return {
    generateText: ["chat", models],
    streamText: ["chat", models],
    "generateText with a tool": ["chat", models, TWICE],
  };
}

/** Two models of a lab that the call names as the lab does. */
function pair(lab: string, allowed: string, forbidden: string): ModelPair {
  return named([allowed, `${lab}/${allowed}`], [forbidden, `${lab}/${forbidden}`]);
}

function named(allowed: readonly [string, string], forbidden: readonly [string, string]): ModelPair {
  return {
    allowed: { sent: allowed[0], id: allowed[1] },
    forbidden: { sent: forbidden[0], id: forbidden[1] },
  };
}
