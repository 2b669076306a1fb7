import type * as z from "zod/mini";
import { jsonIn } from "../platform/json-text.ts";
import { frameOf } from "./frame.ts";

/** Why a frame was not taken. */
export type RefusalCode =
  | "frame_too_large"
  | "not_utf8"
  | "not_json"
  | "unknown_message"
  | "hello_first"
  | "other_protocol";

/** The content of a frame by a schema, or why it is refused. Sentences never quote the content. */
export type MessageReading<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly code: RefusalCode; readonly sentence: string };

/** Reads the content of one frame by a schema; never throws. */
export function readMessage<T>(schema: z.ZodMiniType<T>, content: Uint8Array): MessageReading<T> {
  const text = decode(content);
  if (text === null) return refusal("not_utf8", "The frame is not UTF-8. Send JSON in UTF-8.");
  const json = jsonIn(text);
  if (json === undefined)
    return refusal("not_json", "The frame is not JSON. Send one JSON object in each frame.");
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, message: parsed.data };
  const field = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
  return refusal(
    "unknown_message",
    field === ""
      ? "The message is none that this agent knows. See shared/wire."
      : `The field "${field.slice(0, 100)}" of the message is not what belongs there. See shared/wire.`,
  );
}

function refusal(code: RefusalCode, sentence: string): MessageReading<never> {
  return { ok: false, code, sentence };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(content: Uint8Array): string | null {
  try {
    return utf8.decode(content);
  } catch {
    return null;
  }
}

/** A message as one frame. */
export function frameOfMessage(message: object): Buffer {
  return frameOf(Buffer.from(JSON.stringify(message)));
}
