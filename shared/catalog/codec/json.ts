import type { Decoded, Tree } from "./decoded.ts";
import { ENTRY, FROM, HAS_MEMBERS, KEY_FROM, KEY_TO, NEXT, pastSpace, scanJson, TO } from "./json-scan.ts";

/** How much of a broken text is searched for members, in characters. */
const SALVAGE_LIMIT = 65_536;
const MEMBER = /"([^"\\]{1,64})"\s*:\s*"((?:[^"\\]|\\.){0,500})"/g;

/**
 * Reads a JSON text as far as places ask, with every value of a key that comes twice, at every depth: `JSON.parse`
 * takes the last, the service may take the first. JSON that only lenient services take is whole, but not sound.
 */
export function decodeJson(text: string): Decoded {
  const from = pastSpace(text, 0);
  const scan = scanJson(text, Math.max(from, 0));
  if (from < 0 || scan.form === "broken" || pastSpace(text, scan.end) !== text.length) {
    return { root: salvage(text), sound: false, whole: false };
  }
  const isComment = text.charAt(firstSign(text, 0)) === "/" || text.charAt(firstSign(text, scan.end)) === "/";
  const isNull = text.startsWith("null", from);
  const root = isNull ? null : new JsonNode({ text, tape: scan.tape, below: new Map() }, 0);
  return { root, sound: scan.form === "strict" && !isComment, whole: true };
}

/** A JSON text, what one pass found in it, and what was looked up below that. */
interface JsonText {
  readonly text: string;
  readonly tape: Int32Array;
  readonly below: Map<number, JsonText>;
}

/** One value of a JSON text: an entry of its tape. */
class JsonNode implements Tree {
  readonly #document: JsonText;
  readonly #entry: number;

  constructor(document: JsonText, entry: number) {
    this.#document = document;
    this.#entry = entry;
  }

  get isList(): boolean {
    return this.#first() === "[";
  }

  step(step: string): readonly unknown[] {
    const first = this.#first();
    if (first === "{") return this.#members(step);
    if (first !== "[") return [];
    if (step === "*") return this.#members("*");
    return /^\d{1,5}$/.test(step) ? this.#members("*").slice(Number(step), Number(step) + 1) : [];
  }

  leaf(): unknown {
    const { text, tape } = this.#document;
    const slice = text.slice(tape[this.#entry + FROM], tape[this.#entry + TO]);
    const first = slice.charAt(0);
    if (first === '"') return unquoted(slice);
    if (first === "{" || first === "[") return this;
    if (slice === "true") return true;
    if (slice === "false") return false;
    return slice === "null" ? null : numberOf(slice);
  }

  #first(): string {
    return this.#document.text.charAt(this.#document.tape[this.#entry + FROM] ?? 0);
  }

  /** Some services (those in Go) do not mind the case of a key. */
  #members(step: string): JsonNode[] {
    const { tape } = this.#document;
    if (tape[this.#entry + HAS_MEMBERS] !== 1) return this.#below().#members(step);
    const end = tape[this.#entry + NEXT] ?? 0;
    const found: JsonNode[] = [];
    for (let at = this.#entry + ENTRY; at < end; at = tape[at + NEXT] ?? end) {
      if (step === "*" || this.#isKey(at, step)) found.push(new JsonNode(this.#document, at));
    }
    return found;
  }

  #isKey(at: number, step: string): boolean {
    const { text, tape } = this.#document;
    return isKey(text, tape[at + KEY_FROM] ?? 0, tape[at + KEY_TO] ?? 0, step);
  }

  /** Deeper than the tape goes: a pass of its own. */
  #below(): JsonNode {
    const { text, tape, below } = this.#document;
    let document = below.get(this.#entry);
    if (document === undefined) {
      document = { text, tape: scanJson(text, tape[this.#entry + FROM] ?? 0).tape, below: new Map() };
      below.set(this.#entry, document);
    }
    return new JsonNode(document, 0);
  }
}

/** True where the key between these quotes says this, in any case, with or without escapes. */
function isKey(text: string, from: number, to: number, step: string): boolean {
  const length = to - from - 2;
  if (length === step.length && text.startsWith(step, from + 1)) return true;
  if (length < step.length) return false;
  const slice = text.slice(from, to);
  const key = slice.includes("\\") ? unquoted(slice) : slice.slice(1, -1);
  return key.length === step.length && key.toLowerCase() === step.toLowerCase();
}

/** A number too long for a double is read differently by different services: it stays as it is written. */
function numberOf(slice: string): unknown {
  const value = Number(slice);
  return String(value) === slice || !/^-?\d{16}/.test(slice) ? value : slice;
}

/** A string with an escape or a line break that JSON does not have stays as it is written. */
function unquoted(slice: string): string {
  if (!slice.includes("\\")) return slice.slice(1, -1);
  try {
    return String(JSON.parse(slice));
  } catch {
    return slice.slice(1, -1);
  }
}

function firstSign(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i += 1;
  return i;
}

/** What a text that is cut off or broken still says, flat: enough to name the model in the record. */
function salvage(text: string): Map<string, unknown[]> {
  const all = new Map<string, unknown[]>();
  for (const [, key, value] of text.slice(0, SALVAGE_LIMIT).matchAll(MEMBER)) {
    if (key === undefined || value === undefined) continue;
    const values = all.get(key) ?? [];
    values.push(value);
    all.set(key, values);
  }
  return all;
}
