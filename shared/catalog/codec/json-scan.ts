/** What one pass over a JSON text tells. */
export interface JsonScan {
  /** `lenient`: comments, NaN, a comma too many; some services take them. `broken`: nothing reads it for certain. */
  readonly form: "strict" | "lenient" | "broken";
  /** Index after the value. */
  readonly end: number;
  /** The value and what is under it, each before its own members; `ENTRY` numbers for each. */
  readonly tape: Int32Array;
}

/** How many numbers of the tape one value takes. */
export const ENTRY = 6;
/** Where in an entry stands: the key's ends, the value's ends, the entry after all of it, 1 where its members are here. */
export const KEY_FROM = 0;
export const KEY_TO = 1;
export const FROM = 2;
export const TO = 3;
export const NEXT = 4;
export const HAS_MEMBERS = 5;

/** Deepest nesting that is read: no client of an AI service comes near it. */
const DEPTH_LIMIT = 100;
/** Most members of one object, and most elements of one array that are kept. */
const MEMBER_LIMIT = 10_000;
/** How deep values go on the tape, and how many numbers it holds until only the outermost members do. */
const TAPE_DEPTH = 6;
const TAPE_LIMIT = 600_000;

/** How much of a string is read letter by letter before a search is cheaper. */
const NEAR = 24;

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

/** What is open at each depth, its entry, and how many members it has: one walk at a time, so one of each will do. */
const open = new Uint8Array(DEPTH_LIMIT + 1);
const entries = new Int32Array(DEPTH_LIMIT + 1);
const members = new Uint32Array(DEPTH_LIMIT + 1);
let tape = new Int32Array(ENTRY * 512);
const NO_TAPE = new Int32Array(0);

/**
 * Walks one JSON value from `from` on, in one pass that leaps over strings. Holds it to the grammar, but for the
 * inside of strings, which cannot change how the rest is read.
 */
export function scanJson(text: string, from: number): JsonScan {
  let [length, depth, state, deepest, form] = [0, 0, VALUE, TAPE_DEPTH, "strict" as JsonScan["form"]];
  let [keyFrom, keyTo] = [0, 0];
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    let end = 0;
    if (code === QUOTE) {
      end = endOfString(text, i) + 1;
      if (end === 0 || state === COLON_NEXT || state === AFTER) return broken(i);
      if (state >= KEY) {
        [state, keyFrom, keyTo, i] = [COLON_NEXT, i, end, end - 1];
        continue;
      }
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (state > VALUE_OR_END || depth === DEPTH_LIMIT) return broken(i);
      const entry = length;
      if (isKept(depth, deepest)) length = keep(length, keyFrom, keyTo, i, 0);
      depth += 1;
      openEntry(depth, code, entry < length ? entry : -1);
      state = code === OPEN_OBJECT ? KEY_OR_END : VALUE_OR_END;
      continue;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      if (depth === 0 || open[depth] !== code - 2 || !mayClose(state, code)) return broken(i);
      if (state === KEY || state === VALUE) form = "lenient";
      closeEntry(depth, i + 1, length, depth <= deepest);
      [depth, state] = [depth - 1, AFTER];
      if (depth === 0) return { form, end: i + 1, tape: tape.slice(0, length) };
      continue;
    } else if (code === COMMA) {
      if (state !== AFTER || !countMember(depth)) return broken(i);
      if (length > TAPE_LIMIT) deepest = 1;
      state = open[depth] === OPEN_OBJECT ? KEY : VALUE;
      continue;
    } else if (isSpace(code)) {
      continue;
    } else if (code === COLON) {
      if (state !== COLON_NEXT) return broken(i);
      state = VALUE;
      continue;
    } else if (code === SLASH) {
      [i, form] = [endOfComment(text, i), "lenient"];
      if (i < 0) return broken(text.length);
      continue;
    } else {
      end = endOfDigits(text, i);
      if (state > VALUE_OR_END) return broken(i);
      if (end === 0) {
        end = endOfWord(text, i);
        const word = formOfWord(text, i, end);
        if (word === "broken") return broken(i);
        if (word === "lenient") form = word;
      }
    }
    if (isKept(depth, deepest)) length = keep(length, keyFrom, keyTo, i, end);
    if (depth === 0) return { form, end, tape: tape.slice(0, length) };
    state = AFTER;
    i = end - 1;
  }
  return broken(text.length);
}

function isKept(depth: number, deepest: number): boolean {
  return depth <= deepest && (depth === 0 || (members[depth] ?? 0) < MEMBER_LIMIT);
}

/** Writes one value at the end of the tape, and gives where the next one goes. */
function keep(at: number, keyFrom: number, keyTo: number, from: number, to: number): number {
  if (at + ENTRY > tape.length) {
    const longer = new Int32Array(tape.length * 2);
    longer.set(tape);
    tape = longer;
  }
  tape[at + KEY_FROM] = keyFrom;
  tape[at + KEY_TO] = keyTo;
  tape[at + FROM] = from;
  tape[at + TO] = to;
  tape[at + NEXT] = at + ENTRY;
  tape[at + HAS_MEMBERS] = 0;
  return at + ENTRY;
}

/** False where an object has more members than are read. */
function countMember(depth: number): boolean {
  const before = (members[depth] ?? 0) + 1;
  members[depth] = before;
  return open[depth] === OPEN_ARRAY || before < MEMBER_LIMIT;
}

function openEntry(depth: number, code: number, entry: number): void {
  open[depth] = code;
  entries[depth] = entry;
  members[depth] = 0;
}

function closeEntry(depth: number, to: number, next: number, hasMembers: boolean): void {
  const entry = entries[depth] ?? -1;
  if (entry < 0) return;
  tape[entry + TO] = to;
  tape[entry + NEXT] = next;
  tape[entry + HAS_MEMBERS] = hasMembers ? 1 : 0;
}

function mayClose(state: number, code: number): boolean {
  if (state === AFTER || state === KEY_OR_END || state === VALUE_OR_END || state === KEY) return true;
  return state === VALUE && code === CLOSE_ARRAY;
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
  return { form: "broken", end: at, tape: NO_TAPE };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Index of the quote that ends the string which begins at `start`; -1 where none does. Short ones are looked at here. */
function endOfString(text: string, start: number): number {
  let from = start + 1;
  for (const near = from + NEAR; from < near; from += 1) {
    const code = text.charCodeAt(from);
    if (code === QUOTE) return from;
    if (code === BACKSLASH) from += 1;
  }
  let end = text.indexOf('"', from);
  while (end >= 0 && text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end, from)) {
    end = text.indexOf('"', end + 1);
  }
  return end;
}

/** What stands before `from` has been read: it escapes nothing from there on. */
function isEscaped(text: string, at: number, from: number): boolean {
  let i = at - 1;
  while (i >= from && text.charCodeAt(i) === BACKSLASH) i -= 1;
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

/** Where a plain whole number ends; 0 where something else stands there. */
function endOfDigits(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first < 49 || first > 57) return 0;
  let i = from + 1;
  let code = text.charCodeAt(i);
  while (code >= 48 && code <= 57) code = text.charCodeAt((i += 1));
  return code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT ? i : 0;
}

const LENIENT_WORD = /^(?:[+-]?(?:NaN|Infinity)|[+-]?0[xX][0-9a-fA-F]+|[+-]?\.?\d[\d.eE+-]*)$/;

function formOfWord(text: string, from: number, end: number): JsonScan["form"] {
  if (end === from) return "broken";
  const word = text.slice(from, Math.min(end, from + 500));
  if (word === "true" || word === "false" || word === "null") return "strict";
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) return "strict";
  return LENIENT_WORD.test(word) ? "lenient" : "broken";
}
