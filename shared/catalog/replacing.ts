import type { CallBody } from "../schema/call.ts";

/** Texts of a call, and what stands in place of each. */
export type Replacements = ReadonlyMap<string, string>;

const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** How deep JSON may stand in strings of JSON. */
const DEEPEST = 8;
const QUOTE = '"';
const BACKSLASH = 92;
const COLON = 58;

/**
 * The body with these texts replaced where they stand as whole strings: in JSON, in JSON that stands in strings, in
 * fields of a form. Everything else stays byte by byte. Null where that cannot be done (multipart, frames of bytes, a
 * text in another encoding, JSON in parts with lengths): whoever asks must look at what came out, and deny where it is
 * not what it should be. A form comes out urlencoded.
 */
export function replacedBody(body: CallBody, replacements: Replacements): string | null {
  if (body.kind === "form") return formOf(body.fields, replacements);
  if (body.kind !== "bytes") return null;
  const text = decoded(body.bytes);
  if (text === null || text.includes("\0") || text.startsWith("--")) return null;
  if (/^\s*[[{]/.test(text)) return replacedJson(text, replacements);
  return isForm(text) ? replacedForm(text, replacements) : null;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return TEXT.decode(bytes);
  } catch {
    return null;
  }
}

function isForm(text: string): boolean {
  return /^[^\s=&]{1,200}=[^\s]*$/.test(text);
}

/** The address with these texts replaced where they are whole values of its query; what never goes on the wire stays. */
export function replacedAddress(address: string, replacements: Replacements): string {
  const [wire = "", ...hash] = address.split("#");
  const at = wire.indexOf("?");
  if (at < 0) return address;
  const query = replacedForm(wire.slice(at + 1), replacements);
  return [`${wire.slice(0, at)}?${query}`, ...hash].join("#");
}

/** JSON, or several of it in a row, with these texts replaced; keys are left alone. Used on frames of sockets as well. */
export function replacedJson(text: string, replacements: Replacements, depth = 0): string {
  const parts: string[] = [];
  let done = 0;
  for (let from = text.indexOf(QUOTE); from >= 0;) {
    const end = endOfString(text, from);
    if (end < 0) break;
    const next = isKeyBefore(text, end) ? null : replacedString(text.slice(from, end), replacements, depth);
    if (next !== null) {
      parts.push(text.slice(done, from), next);
      done = end;
    }
    from = text.indexOf(QUOTE, end);
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(done);
}

/** Behind the quote that ends a string; -1 where none does. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf(QUOTE, from + 1); at >= 0; at = text.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH && at - 1 - slashes > from) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function isKeyBefore(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return text.charCodeAt(at) === COLON;
}

/** Null where the string stays as it is. */
function replacedString(quoted: string, replacements: Replacements, depth: number): string | null {
  const value = parsed(quoted);
  if (value === null) return null;
  const next =
    replacements.get(value) ??
    (isNested(value, depth) ? replacedJson(value, replacements, depth + 1) : value);
  return next === value ? null : JSON.stringify(next);
}

function parsed(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}

function isNested(value: string, depth: number): boolean {
  return depth < DEEPEST && /^\s*[[{]/.test(value);
}

/** Fields that hold none of the texts stay as they were written. */
function replacedForm(text: string, replacements: Replacements): string {
  const pairs = text.split("&").map((pair) => {
    const at = pair.indexOf("=");
    const [value] = new URLSearchParams(`x=${pair.slice(at + 1)}`).getAll("x");
    if (at < 0 || value === undefined) return pair;
    const next = replacedField(value, replacements);
    return next === value ? pair : `${pair.slice(0, at)}=${encodeURIComponent(next)}`;
  });
  return pairs.join("&");
}

function formOf(fields: Readonly<Record<string, readonly string[]>>, replacements: Replacements): string {
  return Object.entries(fields)
    .flatMap(([name, values]) =>
      values.map((value) => {
        const next = replacedField(value, replacements);
        return `${encodeURIComponent(name)}=${encodeURIComponent(next)}`;
      }),
    )
    .join("&");
}

function replacedField(value: string, replacements: Replacements): string {
  return replacements.get(value) ?? (isNested(value, 0) ? replacedJson(value, replacements) : value);
}
