import type { Call } from "../schema/call.ts";
import { CallReader } from "./call-reader.ts";
import { candidatesOf, type Catalog, targetOf } from "./catalog-index.ts";
import { isMet } from "./reading.ts";

/** What a question to a person about a call needs besides its recognition. */
export interface AskedAbout {
  /** The texts of the prompt, each as it stands in the call. */
  readonly texts: readonly string[];
  /** The id of the conversation that the call goes on with; null where it names none. */
  readonly conversation: string | null;
}

const NOTHING: AskedAbout = { texts: [], conversation: null };

/** Looks at a call that was recognized once more, for a question. Total, as `recognize` is. */
export function askedAbout(catalog: Catalog, call: Call): AskedAbout {
  const target = targetOf(call.url, call.method);
  if (target === null) return NOTHING;
  const reader = new CallReader(call, target.url);
  for (const candidate of candidatesOf(catalog, target)) {
    try {
      if (!isMet(candidate, reader)) continue;
      const { endpoint, captures } = candidate;
      const textsAt = (places: readonly string[]): string[] =>
        places
          .flatMap((place) => reader.valuesAt(place, endpoint.codec, captures))
          .filter((value) => typeof value === "string" && value !== "") as string[];
      const [conversation = null] = textsAt(endpoint.conversation ?? endpoint.recall ?? []);
      return { texts: textsAt(endpoint.prompt), conversation };
    } catch {
      return NOTHING;
    }
  }
  return NOTHING;
}
