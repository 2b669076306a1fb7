import type { Call } from "../schema/call.ts";
import { CallReader } from "./call-reader.ts";
import { type Candidate, candidatesOf, type Catalog, targetOf } from "./catalog-index.ts";
import { isMet } from "./reading.ts";

/** What a question to a person about a call needs besides its recognition. */
export interface AskedAbout {
  /** The texts of the prompt, each as it stands in the call. */
  readonly texts: readonly string[];
  /** True where the places of the prompt were looked at and hold nothing but empty texts. */
  readonly isEmpty: boolean;
  /** The id of the conversation that the call goes on with; null where it names none. */
  readonly conversation: string | null;
  /** False for calls that never name one. */
  readonly namesConversation: boolean;
  /** True where the body is read as a form of fields without files. */
  readonly isForm: boolean;
}

const NOTHING: AskedAbout = {
  texts: [],
  isEmpty: false,
  conversation: null,
  namesConversation: false,
  isForm: false,
};

/** Looks at a call that was recognized once more, for a question. Total, as `recognize` is. */
export function askedAbout(catalog: Catalog, call: Call): AskedAbout {
  const target = targetOf(call.url, call.method);
  if (target === null) return NOTHING;
  const reader = new CallReader(call, target.url);
  for (const candidate of candidatesOf(catalog, target)) {
    try {
      if (!isMet(candidate, reader)) continue;
      return aboutOf(candidate, reader);
    } catch {
      return NOTHING;
    }
  }
  return NOTHING;
}

function aboutOf({ endpoint, captures }: Candidate, reader: CallReader): AskedAbout {
  const textsAt = (places: readonly string[]): string[] =>
    places
      .flatMap((place) => reader.valuesAt(place, endpoint.codec, captures))
      .filter((value) => typeof value === "string");
  const prompt = textsAt(endpoint.prompt);
  const texts = prompt.filter((text) => text !== "");
  const places = endpoint.conversation ?? endpoint.recall ?? [];
  return {
    texts,
    isEmpty: prompt.length > 0 && texts.length === 0 && !reader.isCut,
    conversation: textsAt(places).find((id) => id !== "") ?? null,
    namesConversation: places.length > 0,
    isForm: endpoint.codec === "form",
  };
}
