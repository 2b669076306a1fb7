import type { Recognition } from "../schema/recognition.ts";
import type { Endpoint } from "../schema/recognizer.ts";
import type { Recalled } from "./conversation-models.ts";

/** What is known besides the call itself, and where it comes from. */
export interface Known {
  /** Models of conversations that earlier calls chose. */
  readonly conversations?: { recall(service: string, id: string): Recalled };
  /** What the service's own page calls its model ids. */
  readonly names?: { modelsOf(service: string, sent: string): readonly string[] };
}

/** Reads the texts at places of the call. */
type Texts = (places: readonly string[]) => readonly string[];

/** True for a place that is in replies alone. */
export function isInReply(place: string): boolean {
  return /^(json|sse|aws)\//.test(place);
}

/** The conversation whose model a call chooses by these strings; null where it chooses none. */
export function choiceOf(
  { remember }: Endpoint,
  texts: Texts,
  models: readonly string[],
): Recognition["chooses"] {
  if (remember === undefined || models.length === 0) return null;
  const [id = null, ...others] = new Set(texts(remember.key.filter((place) => !isInReply(place))));
  if (others.length > 0 || (id === null && !remember.key.some(isInReply))) return null;
  return { id, models: [...models], adds: remember.adds ?? false };
}

const NOTHING: Recalled = { proven: null, said: null };

/**
 * What is remembered for a call that names no model, of the one conversation whose id it carries. Of several ids none
 * counts: which of them the service takes, nobody knows.
 */
export function recalledFor(service: string, { recall }: Endpoint, texts: Texts, known: Known): Recalled {
  if (recall === undefined || known.conversations === undefined) return NOTHING;
  const [id, ...others] = new Set(texts(recall));
  return id === undefined || others.length > 0 ? NOTHING : known.conversations.recall(service, id);
}
