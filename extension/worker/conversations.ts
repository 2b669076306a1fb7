import browser, { type WebRequest } from "webextension-polyfill";
import { ConversationModels } from "../../shared/catalog/conversation-models.ts";
import { RuntimeNames } from "../../shared/catalog/reply/runtime-names.ts";
import { type Catalog, choicePatterns } from "../../shared/catalog/recognize.ts";
import { RememberedConversations } from "../../shared/schema/conversation.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { setNewest } from "./newest.ts";

const KEY = "conversations";
/** Most choices that wait for their answer; one that fails waits until so many newer ones have come. */
const MOST_WAITING = 256;

/** What is kept of a call until its answer: no content. */
interface Choice {
  readonly service: string;
  readonly id: string;
  readonly models: readonly string[];
  readonly adds: boolean;
}

/**
 * Remembers which model was chosen for a conversation, for the calls that carry its id alone. A choice counts once it was
 * permitted and the service has answered that it took it: a call that the service refuses must not teach a wrong model.
 */
export class Conversations {
  readonly models = new ConversationModels();
  /** What services told their own pages of their model ids. */
  readonly names = new RuntimeNames();
  readonly #waiting = new Map<string, Choice>();

  /** A permitted call chooses a model; the answer is still to come. */
  chosen(requestId: string, { service, chooses }: Recognition): void {
    if (chooses === null || chooses.id === null) return;
    const { id, models, adds } = chooses;
    setNewest(this.#waiting, requestId, { service, id, models, adds }, MOST_WAITING);
  }

  /** The service has answered, as the network layer sees it. True where something was learned. */
  answered(requestId: string, status: number): boolean {
    const choice = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    if (choice === undefined || status < 200 || status > 299) return false;
    this.models.learn(choice.service, choice.id, choice.models, choice.adds ? "adds" : "chosen");
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
  if (filter.urls.length === 0) return () => undefined; // an empty list would mean every address
  const { onResponseStarted } = browser.webRequest;
  onResponseStarted.addListener(onAnswer, filter);
  return () => onResponseStarted.removeListener(onAnswer);
}

async function keep(models: ConversationModels): Promise<void> {
  await browser.storage.session.set({ [KEY]: models.remembered() });
}

/** What an earlier life of the worker has learned, parsed again at this door. */
export async function recallConversations(): Promise<RememberedConversations> {
  const parsed = RememberedConversations.safeParse((await browser.storage.session.get(KEY))[KEY]);
  return parsed.success ? parsed.data : [];
}
