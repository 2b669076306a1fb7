import { endOfComment, endOfNumber, endOfWord, isSpace } from "./json-signs.ts";

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
/** Where in an entry stands: the key's ends, the value's ends, the entry after all of it, how many of its members are here. */
export const KEY_FROM = 0;
export const KEY_TO = 1;
export const FROM = 2;
export const TO = 3;
export const NEXT = 4;
export const MEMBERS = 5;
/** What `MEMBERS` says: none (they want a pass of their own), all, or only the first ones. */
export const NOT_KEPT = 0;
const ALL_KEPT = 1;
export const SOME_KEPT = 2;

/** Deepest nesting that is read: no client of an AI service comes near it. */
export const DEPTH_LIMIT = 100;
/** Most members of one object, and most elements of one array that are kept. */
export const MEMBER_LIMIT = 10_000;
/** How deep values go on the tape, and how many numbers it holds until only the outermost members do. */
const TAPE_DEPTH = 6;
const TAPE_LIMIT = 600_000;

/** Signs of JSON, here since a binding of another module costs a look-up each time where nothing is bundled. */
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
 * Walks one JSON value from `from` on, in one pass over its bytes (UTF-8, valid or not) that leaps over strings. Holds it
 * to the grammar, but for the inside of strings, which cannot change how the rest is read. `ascii` is the same as text where it is nothing but ASCII:
 * places are the same then, and a search in text is the fastest leap there is.
 */
export function scanJson(bytes: Uint8Array, ascii: string | null, from: number): JsonScan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [length, depth, state, deepest, form] = [0, 0, VALUE, TAPE_DEPTH, "strict" as JsonScan["form"]];
  let [keyFrom, keyTo] = [0, 0];
  for (let i = from; i < bytes.length; i += 1) {
    const code = bytes[i] ?? 0;
    if (isSpace(code)) continue;
    let end = 0;
    if (code === QUOTE) {
      end = (ascii === null ? endOfString(bytes, view, i + 1) : endInAscii(ascii, bytes, i + 1)) + 1;
      if (end === 0 || state === COLON_NEXT || state === AFTER) return broken(i);
      if (state >= KEY) {
        [state, keyFrom, keyTo] = [COLON_NEXT, i, end];
        i = end - 1;
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
      depth -= 1;
      state = AFTER;
      if (depth === 0) return { form, end: i + 1, tape: tape.slice(0, length) };
      continue;
    } else if (code === COMMA) {
      if (state !== AFTER || !countMember(depth)) return broken(i);
      if (length > TAPE_LIMIT) deepest = 1;
      state = open[depth] === OPEN_OBJECT ? KEY : VALUE;
      continue;
    } else if (code === COLON) {
      if (state !== COLON_NEXT) return broken(i);
      state = VALUE;
      continue;
    } else if (code === SLASH) {
      [i, form] = [endOfComment(bytes, i), "lenient"];
      if (i < 0) return broken(bytes.length);
      continue;
    } else {
      const word = endOfNumber(bytes, i) || endOfWord(bytes, i);
      if (word === 0 || state > VALUE_OR_END) return broken(i);
      if (word < 0) form = "lenient";
      end = Math.abs(word);
    }
    if (isKept(depth, deepest)) length = keep(length, keyFrom, keyTo, i, end);
    if (depth === 0) return { form, end, tape: tape.slice(0, length) };
    state = AFTER;
    i = end - 1;
  }
  return broken(bytes.length);
}

/** What is under something that is not kept is not kept either. */
function isKept(depth: number, deepest: number): boolean {
  if (depth === 0) return true;
  return depth <= deepest && (members[depth] ?? 0) < MEMBER_LIMIT && (entries[depth] ?? -1) >= 0;
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
  tape[at + MEMBERS] = NOT_KEPT;
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

function closeEntry(depth: number, to: number, next: number, areKept: boolean): void {
  const entry = entries[depth] ?? -1;
  if (entry < 0) return;
  tape[entry + TO] = to;
  tape[entry + NEXT] = next;
  const isAll = (members[depth] ?? 0) < MEMBER_LIMIT;
  tape[entry + MEMBERS] = areKept ? (isAll ? ALL_KEPT : SOME_KEPT) : NOT_KEPT;
}

function mayClose(state: number, code: number): boolean {
  if (state === AFTER || state === KEY_OR_END || state === VALUE_OR_END || state === KEY) return true;
  return state === VALUE && code === CLOSE_ARRAY;
}

function broken(at: number): JsonScan {
  return { form: "broken", end: at, tape: NO_TAPE };
}

/** Strings up to this length are read eight bytes at a time; in longer ones a search for the next quote is cheaper. */
const NEAR = 256;
/** A quote in each byte, and what finds a zero byte in four: the lowest bit that is set marks the first. */
const QUOTES = 0x22222222;
const ONES = 0x01010101;
const HIGH = 0x80808080;

/** Index of the quote that ends the string whose inside begins at `from`; -1 where none does. */
function endOfString(bytes: Uint8Array, view: DataView, from: number): number {
  let i = from;
  const last = bytes.length - 8;
  for (let near = from + NEAR; i <= last;) {
    if (i > near) {
      i = bytes.indexOf(QUOTE, i);
      if (i < 0) return -1;
    } else {
      let word = view.getInt32(i, true) ^ QUOTES;
      let marks = (word - ONES) & ~word & HIGH;
      if (marks === 0) {
        i += 4;
        word = view.getInt32(i, true) ^ QUOTES;
        marks = (word - ONES) & ~word & HIGH;
        if (marks === 0) {
          i += 4;
          continue;
        }
      }
      i += (31 - Math.clz32(marks & -marks)) >> 3;
    }
    if (bytes[i - 1] !== BACKSLASH || !isEscaped(bytes, i, from)) return i;
    i += 1;
    near = i + NEAR;
  }
  while (i < bytes.length && (bytes[i] !== QUOTE || isEscaped(bytes, i, from))) i += 1;
  return i < bytes.length ? i : -1;
}

/** The same in a text. */
function endInAscii(ascii: string, bytes: Uint8Array, from: number): number {
  let i = ascii.indexOf('"', from);
  while (i >= 0 && bytes[i - 1] === BACKSLASH && isEscaped(bytes, i, from)) i = ascii.indexOf('"', i + 1);
  return i;
}

/** True where an odd number of backslashes stands before, none of them before `from`. */
function isEscaped(bytes: Uint8Array, at: number, from: number): boolean {
  let i = at - 1;
  while (i >= from && bytes[i] === BACKSLASH) i -= 1;
  return (at - i) % 2 === 0;
}
