import * as z from "zod/mini";
import type { Call, CallBody } from "../schema/call.ts";

const Pair = z.looseObject({ name: z.string(), value: z.string() });
const Entry = z.looseObject({
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: z._default(z.array(Pair), []),
    postData: z.optional(z.looseObject({ text: z.optional(z.string()), params: z.optional(z.array(Pair)) })),
  }),
  /** Chromium's own: the frames of a socket. */
  _webSocketMessages: z.optional(z.array(z.looseObject({ type: z.string(), data: z.string() }))),
});
type Entry = z.infer<typeof Entry>;

/** A recording of a browser's traffic (HAR 1.2); unknown keys are allowed. */
export const HarFile = z.looseObject({ log: z.looseObject({ entries: z.array(Entry) }) });

/** The calls of a recording, in its order. */
export function callsOfHar(har: z.infer<typeof HarFile>): readonly Call[] {
  return har.log.entries.map((entry) => ({
    method: entry.request.method.toUpperCase(),
    url: entry.request.url,
    headers: Object.fromEntries(entry.request.headers.map(({ name, value }) => [name.toLowerCase(), value])),
    body: bodyOf(entry),
    frames: (entry["_webSocketMessages"] ?? []).filter(({ type }) => type === "send").map(({ data }) => data),
  }));
}

function bodyOf({ request }: Entry): CallBody {
  const { text, params } = request.postData ?? {};
  if (text !== undefined && text !== "") return { kind: "bytes", bytes: new TextEncoder().encode(text) };
  if (params === undefined || params.length === 0) return { kind: "none" };
  const fields: Record<string, string[]> = {};
  for (const { name, value } of params) (fields[name] ??= []).push(value);
  return { kind: "form", fields };
}
