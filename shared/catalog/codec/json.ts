import type { Decoded, Tree } from "./decoded.ts";
import {
  ENTRY,
  FROM,
  KEY_FROM,
  KEY_TO,
  MEMBERS,
  NEXT,
  NOT_KEPT,
  scanJson,
  SOME_KEPT,
  TO,
} from "./json-scan.ts";
import { BACKSLASH, OPEN_ARRAY, OPEN_OBJECT, pastComments, pastSpace, QUOTE } from "./json-signs.ts";
import { textOf, type Quoted } from "./json-string.ts";
import { asciiOf, asUtf8, bytesOfText, lenientText } from "./text.ts";

/** How much of a broken text is searched for members, in bytes. */
const SALVAGE_LIMIT = 65_536;
const MEMBER = /"([^"\\]{1,64})"\s*:\s*"((?:[^"\\]|\\.){0,500})"/g;
/** Most digits of a number that are kept: what is longer is no number that two services read alike. */
const NUMBER_LIMIT = 600;
const LETTER_N = 110;
/** A key that some JavaScript services take for a way to give an object members. */
const PROTO = "__proto__";

/** Reads a JSON text that is a string already. */
export function decodeJson(text: string): Decoded {
  return decodeJsonBytes(bytesOfText(text));
}

/**
 * Reads a JSON text in UTF-8 as far as places ask, with every value of a key that comes twice, at every depth:
 * `JSON.parse` takes the last, the service may take the first. What is no UTF-8 is read, but not whole. JSON that only lenient services take is whole, but not sound.
 */
export function decodeJsonBytes(bytes: Uint8Array): Decoded {
  const from = pastComments(bytes, 0);
  const { text, ascii } = asUtf8(bytes);
  const isText = text !== null;
  const { form, end, tape } = scanJson(bytes, ascii, Math.max(from, 0));
  if (from < 0 || form === "broken" || pastComments(bytes, end) !== bytes.length) {
    return { root: salvage(bytes), sound: false, whole: false };
  }
  const hasComment = pastSpace(bytes, 0) !== from || pastSpace(bytes, end) !== bytes.length;
  const root = bytes[from] === LETTER_N ? null : new JsonNode({ bytes, ascii, tape, below: new Map() }, 0);
  return { root, sound: isText && form === "strict" && !hasComment, whole: isText };
}

/** A JSON text, what one pass found in it, and what was looked up below that. */
interface JsonText {
  readonly bytes: Uint8Array;
  readonly ascii: string | null;
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
    return this.#first() === OPEN_ARRAY;
  }

  get quoted(): Quoted | null {
    if (this.#first() !== QUOTE) return null;
    const { bytes, ascii } = this.#document;
    return { bytes, ascii, from: this.#number(FROM) + 1, to: this.#number(TO) - 1 };
  }

  step(step: string): readonly unknown[] | null {
    const first = this.#first();
    if (first === OPEN_OBJECT) return this.#members(step);
    if (first !== OPEN_ARRAY) return [];
    if (step === "*") return this.#members("*");
    return /^\d{1,5}$/.test(step) ? this.#members("*").slice(Number(step), Number(step) + 1) : [];
  }

  get isCut(): boolean {
    const kept = this.#number(MEMBERS);
    return kept === NOT_KEPT ? this.#hasMembers() && this.#below().isCut : kept === SOME_KEPT;
  }

  leaf(): unknown {
    const { bytes } = this.#document;
    const { quoted } = this;
    if (quoted !== null) return textOf([quoted]);
    if (this.#hasMembers()) return this;
    const from = this.#number(FROM);
    const word = asciiOf(bytes, from, Math.min(this.#number(TO), from + NUMBER_LIMIT));
    if (word === "true") return true;
    if (word === "false") return false;
    return word === "null" ? null : numberOf(word);
  }

  #number(which: number): number {
    return this.#document.tape[this.#entry + which] ?? 0;
  }

  #first(): number {
    return this.#document.bytes[this.#number(FROM)] ?? 0;
  }

  #hasMembers(): boolean {
    const first = this.#first();
    return first === OPEN_OBJECT || first === OPEN_ARRAY;
  }

  /** Some services (those in Go) do not mind the case of a key. */
  #members(step: string): JsonNode[] {
    const { tape } = this.#document;
    if (this.#number(MEMBERS) === NOT_KEPT) return this.#below().#members(step);
    const end = this.#number(NEXT);
    const found: JsonNode[] = [];
    for (let at = this.#entry + ENTRY; at < end; at = tape[at + NEXT] ?? end) {
      if (step === "*" || this.#isKey(at, step)) found.push(new JsonNode(this.#document, at));
      else if (this.#isKey(at, PROTO)) found.push(...this.#inherited(at, step));
    }
    return found;
  }

  /** What `{"__proto__":{"model":"x"}}` may come to. */
  #inherited(at: number, step: string): readonly JsonNode[] {
    const proto = new JsonNode(this.#document, at);
    return proto.#first() === OPEN_OBJECT && step !== PROTO ? proto.#members(step) : [];
  }

  #isKey(at: number, step: string): boolean {
    const { bytes, tape } = this.#document;
    return isKey(bytes, (tape[at + KEY_FROM] ?? 0) + 1, (tape[at + KEY_TO] ?? 0) - 1, step);
  }

  /** Deeper than the tape goes: a pass of its own. */
  #below(): JsonNode {
    const { bytes, ascii, below } = this.#document;
    let document = below.get(this.#entry);
    if (document === undefined) {
      document = {
        bytes,
        ascii,
        tape: scanJson(bytes, ascii, this.#number(FROM)).tape,
        below: new Map(),
      };
      below.set(this.#entry, document);
    }
    return new JsonNode(document, 0);
  }
}

/**
 * True where the key says this to any reader: in any case, with or without escapes, in letters that are folded to these
 * (Go takes U+212A for a k), or up to a zero, where readers in C end.
 */
function isKey(bytes: Uint8Array, from: number, to: number, step: string): boolean {
  if (to - from < step.length) return false;
  for (let i = from, at = 0; ; i += 1, at += 1) {
    if (at === step.length) {
      if (i === to) return true;
      if (bytes[i] !== BACKSLASH && bytes[i] !== 0) return false;
      break;
    }
    const code = bytes[i] ?? 0;
    const wanted = step.charCodeAt(at);
    if (code === wanted || (isLetter(code) && isLetter(wanted) && (code | 32) === (wanted | 32))) continue;
    if (code === BACKSLASH || code > 127 || wanted > 127) break;
    return false;
  }
  const text = textOf([{ bytes, ascii: null, from, to }]).split("\0", 1)[0] ?? "";
  return text.normalize("NFKC").toLowerCase() === step.toLowerCase();
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}

/** A number too long for a double is read differently by different services: it stays as it is written. */
function numberOf(word: string): unknown {
  const value = Number(word);
  return String(value) === word || !/^-?\d{16}/.test(word) ? value : word;
}

/** What a text that is cut off or broken still says, flat: enough to name the model in the record. */
function salvage(bytes: Uint8Array): Map<string, unknown[]> {
  const all = new Map<string, unknown[]>();
  for (const [, key, value] of lenientText(bytes.subarray(0, SALVAGE_LIMIT)).matchAll(MEMBER)) {
    if (key === undefined || value === undefined) continue;
    const values = all.get(key) ?? [];
    values.push(value);
    all.set(key, values);
  }
  return all;
}
