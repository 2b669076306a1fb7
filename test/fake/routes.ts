import type { Answer } from "./answer.ts";
import {
  anthropicBatch,
  anthropicCountTokens,
  anthropicMessages,
  anthropicModels,
} from "./anthropic-messages.ts";
import {
  bedrockAsyncInvoke,
  bedrockConverse,
  bedrockConverseStream,
  bedrockCountTokens,
  bedrockGuardrail,
  bedrockInvoke,
  bedrockInvokeStream,
  bedrockRerank,
} from "./bedrock-runtime.ts";
import { chatgptConversation, chatgptModels, chatgptPrepare } from "./chatgpt-conversation.ts";
import { claudeCompletion, claudeCreate } from "./claude-completion.ts";
import { geminiEmbed, geminiGenerate, geminiStream } from "./gemini-generate.ts";
import {
  geminiCountTokens,
  geminiInteraction,
  geminiModels,
  geminiNamed,
  geminiPredict,
  geminiUpload,
} from "./gemini-jobs.ts";
import { geminiBatchExecute, geminiStreamGenerate } from "./gemini-web.ts";
import { lmarenaEvaluation, lmarenaPage } from "./lmarena.ts";
import {
  mistralBatch,
  mistralCompletion,
  mistralConversation,
  mistralModels,
  mistralOcr,
  mistralSpeech,
} from "./mistral-calls.ts";
import { openaiSpeech, openaiTranscript } from "./openai-audio.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiCompletion } from "./openai-completion.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { openaiImageEdits, openaiImages } from "./openai-images.ts";
import { lab } from "./lab.ts";
import {
  openaiCall,
  openaiClientSecret,
  openaiFiles,
  openaiJob,
  openaiModeration,
  openaiSearch,
} from "./openai-jobs.ts";
import { openaiModels } from "./openai-models.ts";
import { openaiInputTokens, openaiResponses } from "./openai-responses.ts";
import type { Received } from "./received.ts";
import {
  gatewayEmbeddingModel,
  gatewayImageModel,
  gatewayLanguageModel,
  gatewayRerankingModel,
  gatewaySpeechModel,
  gatewayTranscriptionModel,
} from "./vercel-gateway.ts";

/** Answers one call; the texts are the groups of the route's path. */
type Responder = (call: Received, ...groups: readonly string[]) => Answer;

/** One kind of call that the fakes take; host null: any. */
interface Route {
  readonly host: string | null;
  readonly method: string;
  readonly path: RegExp;
  readonly answer: Responder;
}

const ANY = null;
const ANTHROPIC = "api.anthropic.com";
const BEDROCK = "bedrock-runtime.eu-central-1.amazonaws.com";
const BEDROCK_AGENTS = "bedrock-agent-runtime.eu-central-1.amazonaws.com";
const GATEWAY = "ai-gateway.vercel.sh";
const GEMINI = "generativelanguage.googleapis.com";
const MISTRAL = "api.mistral.ai";
const VERTEX = "aiplatform.googleapis.com";

/** Every call that the fakes take; the first that fits answers. */
const ROUTES: readonly Route[] = [
  post("chatgpt.com", /^\/backend-(?:api|anon)\/(?:f\/)?conversation$/, chatgptConversation),
  post("chatgpt.com", /^\/backend-(?:api|anon)\/f\/conversation\/prepare$/, chatgptPrepare),
  get("chatgpt.com", /^\/backend-(?:api|anon)\/models$/, chatgptModels),
  post(
    "claude.ai",
    /^\/api\/organizations\/[^/]+\/chat_conversations\/[^/]+\/(?:retry_)?completion$/,
    claudeCompletion,
  ),
  post("claude.ai", /^\/api\/organizations\/[^/]+\/chat_conversations$/, claudeCreate),
  post(
    "gemini.google.com",
    /^(?:\/u\/\d+)?\/_\/BardChatUi\/data\/assistant\.lamda\.BardFrontendService\/StreamGenerate$/,
    geminiStreamGenerate,
  ),
  post("gemini.google.com", /^(?:\/u\/\d+)?\/_\/BardChatUi\/data\/batchexecute$/, geminiBatchExecute),
  get("arena.ai", /^\/(?:c\/[^/]+|[a-z]+\/direct)?$/, lmarenaPage),
  post("arena.ai", /^\/nextjs-api\/stream\/create-evaluation$/, lmarenaEvaluation),
  post(GEMINI, /^\/v1(?:beta)?\/models\/([^/:]+):generateContent$/, geminiGenerate),
  post(GEMINI, /^\/v1(?:beta)?\/models\/([^/:]+):streamGenerateContent$/, geminiStream),
  post(GEMINI, /^\/v1(?:beta)?\/models\/([^/:]+):(embedContent|batchEmbedContents)$/, geminiEmbed),
  post(GEMINI, /^\/v1(?:beta)?\/models\/[^/:]+:countTokens$/, geminiCountTokens),
  post(GEMINI, /^\/v1(?:beta)?\/models\/[^/:]+:predict$/, geminiPredict),
  post(GEMINI, /^\/v1(?:beta)?\/models\/[^/:]+:(predictLongRunning|batchGenerateContent)$/, geminiNamed),
  post(GEMINI, /^\/v1(?:beta)?\/(cachedContents)$/, geminiNamed),
  post(GEMINI, /^\/v1(?:beta)?\/interactions$/, geminiInteraction),
  post(GEMINI, /^\/v1alpha\/(auth_tokens)$/, geminiNamed),
  post(GEMINI, /^\/upload\/v1(?:beta)?\/files$/, geminiUpload),
  get(GEMINI, /^\/v1(?:beta)?\/models$/, geminiModels),
  post(VERTEX, /^\/v1beta1\/publishers\/google\/models\/([^/:]+):generateContent$/, geminiGenerate),
  post(VERTEX, /^\/v1beta1\/publishers\/google\/models\/([^/:]+):streamGenerateContent$/, geminiStream),
  post(VERTEX, /^\/v1beta1\/publishers\/google\/models\/[^/:]+:predict$/, geminiPredict),
  post(VERTEX, /^\/v1beta1\/publishers\/google\/models\/[^/:]+:(predictLongRunning)$/, geminiNamed),
  post(ANTHROPIC, /^\/v1\/messages$/, anthropicMessages),
  post(ANTHROPIC, /^\/v1\/messages\/count_tokens$/, anthropicCountTokens),
  post(ANTHROPIC, /^\/v1\/messages\/batches$/, anthropicBatch),
  get(ANTHROPIC, /^\/v1\/models$/, anthropicModels),
  post(BEDROCK, /^\/model\/([^/]+)\/converse$/, bedrockConverse),
  post(BEDROCK, /^\/model\/([^/]+)\/converse-stream$/, bedrockConverseStream),
  post(BEDROCK, /^\/model\/([^/]+)\/invoke$/, bedrockInvoke),
  post(BEDROCK, /^\/model\/([^/]+)\/invoke-with-response-stream$/, bedrockInvokeStream),
  post(BEDROCK, /^\/model\/[^/]+\/count-tokens$/, bedrockCountTokens),
  post(BEDROCK, /^\/async-invoke$/, bedrockAsyncInvoke),
  post(BEDROCK, /^\/guardrail\/[^/]+\/version\/[^/]+\/apply$/, bedrockGuardrail),
  post(BEDROCK, /^\/guardrail-checks\/invoke$/, bedrockGuardrail),
  post(BEDROCK_AGENTS, /^\/rerank$/, bedrockRerank),
  post(MISTRAL, /^\/v1\/(?:fim|agents)\/completions$/, mistralCompletion),
  post(MISTRAL, /^\/v1\/conversations$/, mistralConversation),
  post(MISTRAL, /^\/v1\/ocr$/, mistralOcr),
  post(MISTRAL, /^\/v1\/audio\/speech$/, mistralSpeech),
  post(MISTRAL, /^\/v1\/batch\/jobs$/, mistralBatch),
  get(MISTRAL, /^\/v1\/models$/, mistralModels),
  post(GATEWAY, /^\/v\d\/ai\/language-model$/, gatewayLanguageModel),
  post(GATEWAY, /^\/v\d\/ai\/embedding-model$/, gatewayEmbeddingModel),
  post(GATEWAY, /^\/v\d\/ai\/image-model$/, gatewayImageModel),
  post(GATEWAY, /^\/v\d\/ai\/speech-model$/, gatewaySpeechModel),
  post(GATEWAY, /^\/v\d\/ai\/transcription-model$/, gatewayTranscriptionModel),
  post(GATEWAY, /^\/v\d\/ai\/reranking-model$/, gatewayRerankingModel),
  post(ANY, /\/chat\/completions$/, openaiChat),
  post(ANY, /\/responses$/, openaiResponses),
  post(ANY, /\/responses\/input_tokens$/, openaiInputTokens),
  post(ANY, /\/v1\/completions$/, openaiCompletion),
  post(ANY, /\/embeddings$/, openaiEmbeddings),
  post(ANY, /\/moderations$/, openaiModeration),
  post(ANY, /\/images\/generations$/, openaiImages),
  post(ANY, /\/images\/(?:edits|variations)$/, openaiImageEdits),
  post(ANY, /\/audio\/(?:transcriptions|translations)$/, openaiTranscript),
  post(ANY, /\/audio\/speech$/, openaiSpeech),
  post(ANY, /\/v1\/files$/, openaiFiles),
  post(
    ANY,
    /\/v1\/(batches|fine_tuning\/jobs|videos|conversations|assistants|threads\/runs|uploads|uploads\/[^/]+\/parts|responses\/compact)$/,
    openaiJob,
  ),
  post(ANY, /\/vector_stores\/[^/]+\/search$/, openaiSearch),
  post(ANY, /\/realtime\/client_secrets$/, openaiClientSecret),
  post(ANY, /\/realtime\/calls$/, openaiCall),
  get(ANY, /\/v1\/models$/, openaiModels),
];

/** The answer of the first route that fits, or null where the fakes have none. */
export function answerByRoute(call: Received): Answer | null {
  if (call.path.startsWith("/lab/")) return lab(call);
  for (const route of ROUTES) {
    if (route.method !== call.method || (route.host !== null && route.host !== call.host)) continue;
    const match = route.path.exec(call.path);
    if (match !== null) return route.answer(call, ...match.slice(1).map(decodeURIComponent));
  }
  return null;
}

function post(host: string | null, path: RegExp, answer: Responder): Route {
  return { host, method: "POST", path, answer };
}

function get(host: string | null, path: RegExp, answer: Responder): Route {
  return { host, method: "GET", path, answer };
}
