/** What one pass over a JSON text tells. */
export interface JsonScan {
  /** `lenient`: comments, NaN, a comma too many; some services take them. `broken`: nothing reads it for certain. */
  readonly form: "strict" | "lenient" | "broken";
  /** Index after the value. */
  readonly end: number;
  /** Members or elements of the outermost value, four numbers each: where the key and the value begin and end. */
  readonly spans: readonly number[];
}

/** Deepest nesting that is read: no client of an AI service comes near it. */
const DEPTH_LIMIT = 100;
/** Most members of one object, and most elements of one array that are kept. */
const MEMBER_LIMIT = 10_000;

const QUOTE = 34;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What may stand next. Up to `OR_END` a value, from `KEY` on a key. */
const VALUE = 0;
const VALUE_OR_END = 1;
const COLON_NEXT = 2;
const AFTER = 3;
const KEY = 4;
const KEY_OR_END = 5;

/**
 * Walks one JSON value from `from` on, in one pass that leaps over strings. Holds it to the grammar, but for the
 * inside of strings, which cannot change how the rest is read.
 */
export function scanJson(text: string, from: number): JsonScan {
  const spans: number[] = [];
  const open = new Uint8Array(DEPTH_LIMIT + 1);
  const members = new Uint32Array(DEPTH_LIMIT + 1);
  let [depth, state, form] = [0, VALUE, "strict" as JsonScan["form"]];
  let [keyFrom, keyTo, valueFrom] = [0, 0, 0];
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    let valueTo = 0;
    if (code === QUOTE) {
      const end = endOfString(text, i);
      if (end < 0 || state === COLON_NEXT || state === AFTER) return broken(i);
      if (state < KEY) [valueFrom, valueTo] = depth < 2 ? [i, end + 1] : [valueFrom, end + 1];
      else {
        state = COLON_NEXT;
        if (depth === 1) [keyFrom, keyTo] = [i, end + 1];
      }
      i = end;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (state > VALUE_OR_END || depth === DEPTH_LIMIT) return broken(i);
      if (depth < 2) valueFrom = depth === 1 ? i : valueFrom;
      depth += 1;
      open[depth] = code;
      members[depth] = 0;
      state = code === OPEN_OBJECT ? KEY_OR_END : VALUE_OR_END;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      if (depth === 0 || open[depth] !== code - 2 || state === COLON_NEXT) return broken(i);
      if (state === KEY || (state === VALUE && code === CLOSE_ARRAY)) form = "lenient";
      else if (state === VALUE) return broken(i);
      depth -= 1;
      valueTo = i + 1;
    } else if (code === COMMA) {
      const before = (members[depth] ?? 0) + 1;
      members[depth] = before;
      if (state !== AFTER || (open[depth] === OPEN_OBJECT && before >= MEMBER_LIMIT)) return broken(i);
      state = open[depth] === OPEN_OBJECT ? KEY : VALUE;
    } else if (code === COLON) {
      if (state !== COLON_NEXT) return broken(i);
      state = VALUE;
    } else if (code === SLASH) {
      i = endOfComment(text, i);
      if (i < 0) return broken(text.length);
      form = "lenient";
    } else if (!isSpace(code)) {
      const end = endOfWord(text, i);
      if (end === i || state > VALUE_OR_END) return broken(i);
      const word = formOfWord(text, i, end);
      if (word === "broken") return broken(i);
      if (word === "lenient") form = word;
      if (depth < 2) valueFrom = i;
      valueTo = end;
      i = end - 1;
    }
    if (valueTo === 0) continue;
    if (depth === 0) return { form, end: valueTo, spans };
    state = AFTER;
    if (depth === 1 && (members[1] ?? 0) < MEMBER_LIMIT) spans.push(keyFrom, keyTo, valueFrom, valueTo);
  }
  return broken(text.length);
}

/** Where the next thing that is neither space nor comment stands; -1 where a comment does not end. */
export function pastSpace(text: string, from: number): number {
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === SLASH) {
      i = endOfComment(text, i);
      if (i < 0) return -1;
    } else if (!isSpace(code)) return i;
  }
  return text.length;
}

function broken(at: number): JsonScan {
  return { form: "broken", end: at, spans: [] };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Index of the quote that ends the string which begins at `start`; -1 where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let i = at - 1;
  while (text.charCodeAt(i) === BACKSLASH) i -= 1;
  return (at - i) % 2 === 0;
}

/** Last index of a comment, by the reader that ends it first: what others skip is then read as well. */
function endOfComment(text: string, at: number): number {
  if (text.startsWith("/*", at)) {
    const end = text.indexOf("*/", at + 2);
    return end < 0 ? -1 : end + 1;
  }
  if (!text.startsWith("//", at)) return -1;
  for (let i = at; i < text.length; i += 1) if (/[\n\r\u2028\u2029]/.test(text.charAt(i))) return i;
  return text.length;
}

/** A number or a word: letters, digits, signs and dots. */
function endOfWord(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isDigit && !isLetter && code !== 43 && code !== 45 && code !== 46) return i;
  }
  return i;
}

const LENIENT_WORD = /^(?:[+-]?(?:NaN|Infinity)|[+-]?0[xX][0-9a-fA-F]+|[+-]?\.?\d[\d.eE+-]*)$/;

function formOfWord(text: string, from: number, end: number): JsonScan["form"] {
  const first = text.charCodeAt(from);
  if (first >= 48 && first <= 57 && end - from < 6) {
    if (/^(?:0|[1-9]\d*)$/.test(text.slice(from, end))) return "strict";
  }
  const word = text.slice(from, Math.min(end, from + 500));
  if (word === "true" || word === "false" || word === "null") return "strict";
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) return "strict";
  return LENIENT_WORD.test(word) ? "lenient" : "broken";
}
