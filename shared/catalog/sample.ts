import * as z from "zod/mini";
import type { Call, CallBody } from "../schema/call.ts";

const Frame = z.looseObject({ direction: z.enum(["sent", "received"]), data: z.unknown() });

/** One recorded request as a JSON file: the form of the samples and of `--request FILE`. Unknown keys are allowed. */
export const SampleFile = z.looseObject({
  name: z.optional(z.string()),
  method: z.string(),
  url: z.string(),
  /** Origin of the page that sends it. */
  from: z.optional(z.string()),
  headers: z._default(z.record(z.string(), z.string()), {}),
  /** An object or array is sent as JSON, a string as it is. */
  body: z.optional(z.unknown()),
  body_encoding: z.optional(z.string()),
  /** The body's bytes, where `body` is only a reading of them. */
  body_base64: z.optional(z.string()),
  frames: z._default(z.array(Frame), []),
});
export type SampleFile = z.infer<typeof SampleFile>;

/** What a sample says of itself. */
export const SampleClaim = z.looseObject({
  name: z.optional(z.string()),
  expected: z.optional(
    z.looseObject({
      service: z.string(),
      operation: z.string(),
      prompt_contains: z.optional(z.nullable(z.string())),
    }),
  ),
});
export type SampleClaim = z.infer<typeof SampleClaim>;

const UTF8 = new TextEncoder();

/** The call that a sample stands for; frames are those that the client sent. */
export function callOfSample(sample: SampleFile): Call {
  return {
    method: sample.method.toUpperCase(),
    url: sample.url,
    ...(sample.from !== undefined && { from: sample.from }),
    headers: Object.fromEntries(
      Object.entries(sample.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: bodyOf(sample),
    frames: sample.frames.filter(({ direction }) => direction === "sent").map(({ data }) => textOf(data)),
  };
}

function bodyOf(sample: SampleFile): CallBody {
  if (sample.body_base64 !== undefined) return { kind: "bytes", bytes: bytesOfBase64(sample.body_base64) };
  if (sample.body === undefined || sample.body === null) return { kind: "none" };
  return { kind: "bytes", bytes: UTF8.encode(textOf(sample.body)) };
}

function textOf(data: unknown): string {
  return typeof data === "string" ? data : JSON.stringify(data);
}

function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
