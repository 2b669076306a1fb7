import * as z from "zod/mini";
import type { Received } from "./received.ts";

/** The body as JSON by a schema, or null where it is neither JSON nor of that shape. */
export function bodyAs<T>(schema: z.ZodMiniType<T>, call: Received): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(call.text));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

/** What every call of a chat API says. */
export const ModelCall = z.looseObject({ model: z.string(), stream: z.optional(z.nullable(z.boolean())) });

/** True where a multipart body has a part of that name. */
export function hasPart(call: Received, name: string): boolean {
  const isForm = (call.headers["content-type"] ?? "").startsWith("multipart/form-data");
  return isForm && call.text.includes(`name="${name}"`);
}
