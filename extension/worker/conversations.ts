import browser, { type WebRequest } from "webextension-polyfill";
import { ConversationModels } from "../../shared/catalog/conversation-models.ts";
import { RuntimeNames } from "../../shared/catalog/reply/runtime-names.ts";
import { type Catalog, choicePatterns } from "../../shared/catalog/recognize.ts";
import { RememberedConversations } from "../../shared/schema/conversation.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";

const KEY = "conversations";
/** Most choices that wait for their answer. */
const MOST_WAITING = 256;

/**
 * Remembers which model was chosen for a conversation, for the calls that carry its id alone. A choice counts once it was
 * permitted and the service has answered that it took it: a call that the service refuses must not teach a wrong model.
 */
export class Conversations {
  readonly models = new ConversationModels();
  /** What services told their own pages of their model ids. */
  readonly names = new RuntimeNames();
  readonly #waiting = new Map<string, Recognition>();

  /** A permitted call chooses a model; the answer is still to come. */
  chosen(requestId: string, recognition: Recognition): void {
    if (recognition.chooses?.id === null || recognition.chooses === null) return;
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size < MOST_WAITING) break;
      this.#waiting.delete(oldest);
    }
    this.#waiting.set(requestId, recognition);
  }

  /** The service has answered, as the network layer sees it. True where something was learned. */
  answered(requestId: string, status: number): boolean {
    const recognition = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    const chooses = recognition?.chooses ?? null;
    if (recognition === undefined || chooses === null || chooses.id === null) return false;
    if (status < 200 || status > 299) return false;
    this.models.learn(recognition.service, chooses.id, chooses.models, chooses.adds ? "adds" : "chosen");
    return true;
  }

  /** Takes up what an earlier life of the worker in this session of the browser has learned. */
  takeUp(remembered: RememberedConversations): void {
    for (const [service, id, strings] of remembered) this.models.learn(service, id, strings, "chosen");
  }
}

/** Listens for the answers to calls that choose a model. Gives what ends it. */
export function watchChoices(catalog: Catalog, conversations: Conversations): () => void {
  const filter = { urls: choicePatterns(catalog) };
  const onAnswer = ({ requestId, statusCode }: WebRequest.OnResponseStartedDetailsType): void => {
    if (conversations.answered(requestId, statusCode)) void keep(conversations.models);
  };
  const onFailure = ({ requestId }: WebRequest.OnErrorOccurredDetailsType): void => {
    conversations.answered(requestId, 0);
  };
  if (filter.urls.length === 0) return () => undefined; // an empty list would mean every address
  const { onResponseStarted, onErrorOccurred } = browser.webRequest;
  onResponseStarted.addListener(onAnswer, filter);
  onErrorOccurred.addListener(onFailure, filter);
  return () => {
    onResponseStarted.removeListener(onAnswer);
    onErrorOccurred.removeListener(onFailure);
  };
}

async function keep(models: ConversationModels): Promise<void> {
  await browser.storage.session.set({ [KEY]: models.remembered() });
}

/** What an earlier life of the worker has learned, parsed again at this door. */
export async function recallConversations(): Promise<RememberedConversations> {
  const parsed = RememberedConversations.safeParse((await browser.storage.session.get(KEY))[KEY]);
  return parsed.success ? parsed.data : [];
}
