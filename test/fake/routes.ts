import type { Answer } from "./answer.ts";
import { anthropicCountTokens, anthropicMessages } from "./anthropic-messages.ts";
import { chatgptConversation, chatgptModels, chatgptPrepare } from "./chatgpt-conversation.ts";
import { claudeCompletion, claudeCreate } from "./claude-completion.ts";
import { geminiEmbed, geminiGenerate, geminiStream } from "./gemini-generate.ts";
import { geminiBatchExecute, geminiStreamGenerate } from "./gemini-web.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { openaiImages } from "./openai-images.ts";
import { openaiModels } from "./openai-models.ts";
import { openaiResponses } from "./openai-responses.ts";
import type { Received } from "./received.ts";

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
const GEMINI = "generativelanguage.googleapis.com";

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
  post(GEMINI, /^\/v1(?:beta)?\/models\/([^/:]+):generateContent$/, geminiGenerate),
  post(GEMINI, /^\/v1(?:beta)?\/models\/([^/:]+):streamGenerateContent$/, geminiStream),
  post(GEMINI, /^\/v1(?:beta)?\/models\/([^/:]+):(embedContent|batchEmbedContents)$/, geminiEmbed),
  post("api.anthropic.com", /^\/v1\/messages$/, anthropicMessages),
  post("api.anthropic.com", /^\/v1\/messages\/count_tokens$/, anthropicCountTokens),
  post(ANY, /\/chat\/completions$/, openaiChat),
  post(ANY, /\/responses$/, openaiResponses),
  post(ANY, /\/embeddings$/, openaiEmbeddings),
  post(ANY, /\/images\/generations$/, openaiImages),
  get(ANY, /\/v1\/models$/, openaiModels),
];

/** The answer of the first route that fits, or null where the fakes have none. */
export function answerByRoute(call: Received): Answer | null {
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
