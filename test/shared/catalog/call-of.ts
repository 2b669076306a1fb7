import type { Call, CallBody } from "../../../shared/schema/call.ts";

/** A POST with this body: an object as JSON, a string as it is, bytes as they are. */
export function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Call {
  return { method: "POST", url, headers, body: bodyOf(body), frames: [] };
}

/** A socket on which these frames were sent. */
export function socket(url: string, ...frames: readonly unknown[]): Call {
  const texts = frames.map((frame) => (typeof frame === "string" ? frame : JSON.stringify(frame)));
  return { method: "GET", url, headers: {}, body: { kind: "none" }, frames: texts };
}

function bodyOf(body: unknown): CallBody {
  if (body === null) return { kind: "none" };
  if (body instanceof Uint8Array) return { kind: "bytes", bytes: body };
  return { kind: "bytes", bytes: bytesOf(typeof body === "string" ? body : JSON.stringify(body)) };
}

/** A text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
