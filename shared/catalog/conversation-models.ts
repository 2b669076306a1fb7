import type { RememberedConversations } from "../schema/conversation.ts";

/** Most conversations that are remembered: the newest. */
const CONVERSATION_LIMIT = 1_000;
/** Most strings of one conversation. One more than are told apart, so that a conversation past it is unidentified. */
const STRING_LIMIT = 65;

/** What is known of a conversation's model, as the strings that calls carried; null where nothing is. */
export interface Recalled {
  /** Calls that were permitted, and succeeded, before the network layer's eyes. */
  readonly proven: readonly string[] | null;
  /** What only the page says: hearsay. */
  readonly said: readonly string[] | null;
}

/** How a model came to a conversation. `adds` makes no conversation known. */
export type Learned = "chosen" | "adds" | "said";

/**
 * Models of conversations, for later calls that carry the conversation's id alone. A conversation for which two models were
 * chosen has both (P7). Nothing here is a decision: what is recalled is decided on anew, each time.
 */
export class ConversationModels {
  readonly #proven = new Map<string, readonly string[]>();
  readonly #said = new Map<string, readonly string[]>();

  constructor(remembered: RememberedConversations = []) {
    for (const [service, id, strings] of remembered) this.learn(service, id, strings, "chosen");
  }

  /** Learns what a call chose; what is there already stays. */
  learn(service: string, id: string, strings: readonly string[], how: Learned): void {
    const key = keyOf(service, id);
    const into = how === "said" ? this.#said : this.#proven;
    const before = into.get(key) ?? [];
    if (strings.length === 0 || (how === "adds" && before.length === 0)) return;
    into.delete(key); // the newest is the last
    into.set(key, [...new Set([...before, ...strings])].slice(0, STRING_LIMIT));
    if (into.size > CONVERSATION_LIMIT)
      for (const oldest of [...into.keys()].slice(0, 1)) into.delete(oldest);
  }

  recall(service: string, id: string): Recalled {
    const key = keyOf(service, id);
    return { proven: this.#proven.get(key) ?? null, said: this.#said.get(key) ?? null };
  }

  /** What outlasts this life of the worker: hearsay does not. */
  remembered(): RememberedConversations {
    return Array.from(this.#proven, ([key, strings]) => {
      const [service = "", id = ""] = key.split("\n");
      return [service, id, [...strings]];
    });
  }
}

/** A service's name has no line break in it. */
function keyOf(service: string, id: string): string {
  return `${service}\n${id}`;
}
