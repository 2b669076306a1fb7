import type { WebRequest } from "webextension-polyfill";
import { shortFiles } from "../../shared/catalog/codec/multipart.ts";
import type { Call, CallBody } from "../../shared/schema/call.ts";

/** What the browser's event tells of a request body. */
type RequestBody = WebRequest.OnBeforeRequestDetailsTypeRequestBodyType;

/** What Firefox shows of a body at most, in bytes: parts after that are left out without a word. */
const FIREFOX_SHOWS = 16_777_216;

const TRUNCATED: CallBody = {
  kind: "unreadable",
  why: "The body is larger than what the browser shows of it.",
};

const NONE: CallBody = { kind: "none" };

/**
 * The body of a request as far as the network event shows it. Blobs, files, streams and what is cut short are named unreadable; PATCH
 * bodies are left out of the event by Chromium, so a PATCH without one is unreadable too.
 */
export function bodyOf(method: string, body: RequestBody | undefined): CallBody {
  if (body === undefined || body === null) {
    return method === "PATCH"
      ? { kind: "unreadable", why: "The browser does not show the bodies of PATCH requests." }
      : NONE;
  }
  if (body.error !== undefined)
    return { kind: "unreadable", why: `The browser could not read the body: ${body.error}` };
  if (body.formData !== undefined) return { kind: "form", fields: fieldsOf(body.formData) };
  return body.raw === undefined ? NONE : joined(body.raw);
}

/** The browsers give a list for each field; the polyfill's types know a single string. */
function fieldsOf(
  form: Readonly<Record<string, string | readonly string[]>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, typeof value === "string" ? [value] : value]),
  );
}

/** A form with what is in its files, as far as that could be a field, beside what the event says of them. */
export function withFilesRead(form: CallBody & { readonly kind: "form" }, bytes: Uint8Array): CallBody {
  const fields: Record<string, readonly string[]> = { ...form.fields };
  for (const [name, value] of shortFiles(new TextDecoder().decode(bytes)))
    if (Object.hasOwn(fields, name)) fields[name] = [...(fields[name] ?? []), value];
  return { kind: "form", fields };
}

function joined(parts: readonly WebRequest.UploadData[]): CallBody {
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    if (part.bytes === undefined)
      return { kind: "unreadable", why: "The body holds a file that the browser names only." };
    if ("truncated" in part) return TRUNCATED; // said by Firefox alone
    chunks.push(new Uint8Array(part.bytes as ArrayBuffer));
  }
  const [only] = chunks;
  const bytes = chunks.length === 1 && only !== undefined ? only : concatenated(chunks);
  return bytes.length === FIREFOX_SHOWS ? TRUNCATED : { kind: "bytes", bytes };
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Bytes of what a call sends, be it a body or a frame (of which a text counts by its characters); null: not to be counted. */
export function sizeOfCall({ body, frames }: Call): number | null {
  return frames.length === 0 ? sizeOf(body) : frames.reduce((size, frame) => size + frame.length, 0);
}

/** Bytes of a body; null where they cannot be counted. */
export function sizeOf(body: CallBody): number | null {
  if (body.kind === "unreadable") return body.size ?? null;
  if (body.kind === "bytes") return body.bytes.length;
  const fields = body.kind === "form" ? Object.entries(body.fields) : [];
  return fields.reduce((size, [name, values]) => size + name.length + values.join().length, 0);
}
