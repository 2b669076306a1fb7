/** One step of a place in a reply. */
export type Step =
  | { readonly kind: "any" }
  | { readonly kind: "key"; readonly key: string }
  /** These keys at any depth. */
  | { readonly kind: "deep"; readonly keys: ReadonlySet<string> }
  /** Into a string that is JSON, or base64 of JSON. */
  | { readonly kind: "into"; readonly as: "json" | "base64" };

/** A place in a reply, taken apart. */
export interface ReplyPattern {
  /** How the reply is read: `json`, `sse`, `aws`, `frame` or `header`. */
  readonly part: string;
  /** Name of an SSE event or of a header; `*` for any event; empty where the part has none. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** What stands there: a model, or the id of what the call has made. */
  readonly tells: "model" | "key";
  /** True for ids that say a model only where somebody mapped them. */
  readonly opaque: boolean;
}

/** Takes a place apart; the schema has seen to its form. */
export function patternOf(place: string, tells: ReplyPattern["tells"]): ReplyPattern {
  const [part = "", ...rest] = place.split("/");
  const named = part === "sse" || part === "header";
  const steps = named ? rest.slice(1) : rest;
  const opaque = steps.at(-1) === "$opaque";
  return {
    part,
    name: named ? (rest[0] ?? "") : "",
    steps: (opaque ? steps.slice(0, -1) : steps).map(stepOf),
    tells,
    opaque,
  };
}

function stepOf(step: string): Step {
  if (step === "*") return { kind: "any" };
  if (step === "$json") return { kind: "into", as: "json" };
  if (step === "$base64") return { kind: "into", as: "base64" };
  if (step.startsWith("$deep:")) return { kind: "deep", keys: new Set(step.slice(6).split("|")) };
  return { kind: "key", key: step };
}
