import { asciiOf } from "./text.ts";

/** The signs of JSON, in ASCII. */
export const QUOTE = 34;
const SLASH = 47;
export const OPEN_ARRAY = 91;
export const BACKSLASH = 92;
export const OPEN_OBJECT = 123;

const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const STAR = 42;
const E = 101;
/** How much of a word is looked at, in bytes. */
const WORD_LIMIT = 500;
const LENIENT_WORD = /^(?:[+-]?(?:NaN|Infinity)|[+-]?0[xX][0-9a-fA-F]+|[+-]?\.?\d[\d.eE+-]*)$/;

/** True for the four signs that JSON takes for space. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Where the next thing that is no space stands. */
export function pastSpace(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && isSpace(bytes[i] ?? 0)) i += 1;
  return i;
}

/** Where the next thing that is neither space nor comment stands; -1 where a comment does not end. */
export function pastComments(bytes: Uint8Array, from: number): number {
  let i = pastSpace(bytes, from);
  while (bytes[i] === SLASH) {
    const end = endOfComment(bytes, i);
    if (end < 0) return -1;
    i = pastSpace(bytes, end + 1);
  }
  return Math.min(i, bytes.length);
}

/** Last index of a comment, by the reader that ends it first: what others skip is then read as well. */
export function endOfComment(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] === SLASH) {
    let i = at;
    while (i < bytes.length && !endsLine(bytes, i)) i += 1;
    return i;
  }
  if (bytes[at + 1] !== STAR) return -1;
  let end = bytes.indexOf(SLASH, at + 3);
  while (end >= 0 && bytes[end - 1] !== STAR) end = bytes.indexOf(SLASH, end + 1);
  return end;
}

/** True at a line feed, a carriage return, and at the last byte of U+2028 and U+2029, which end a line in JavaScript. */
function endsLine(bytes: Uint8Array, i: number): boolean {
  const code = bytes[i];
  if (code === 10 || code === 13) return true;
  return (code === 0xa8 || code === 0xa9) && bytes[i - 1] === 0x80 && bytes[i - 2] === 0xe2;
}

/** Where a number as JSON writes it ends; 0 where something else stands there. */
export function endOfNumber(bytes: Uint8Array, from: number): number {
  const whole = bytes[from] === MINUS ? from + 1 : from;
  let i = bytes[whole] === ZERO ? whole + 1 : pastDigits(bytes, whole);
  if (i === whole) return 0;
  if (bytes[i] === DOT) {
    const fraction = i + 1;
    i = pastDigits(bytes, fraction);
    if (i === fraction) return 0;
  }
  if (((bytes[i] ?? 0) | 32) === E) {
    const sign = bytes[i + 1];
    const exponent = sign === PLUS || sign === MINUS ? i + 2 : i + 1;
    i = pastDigits(bytes, exponent);
    if (i === exponent) return 0;
  }
  return isOfWord(bytes[i] ?? 0) ? 0 : i;
}

/**
 * Where a word ends, and negative where only lenient services take it: NaN, or a number that JSON does not write so.
 * 0 where nothing reads it.
 */
export function endOfWord(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end < bytes.length && isOfWord(bytes[end] ?? 0)) end += 1;
  const word = asciiOf(bytes, from, Math.min(end, from + WORD_LIMIT));
  if (word === "true" || word === "false" || word === "null") return end;
  return LENIENT_WORD.test(word) ? -end : 0;
}

function pastDigits(bytes: Uint8Array, from: number): number {
  let i = from;
  for (let code = bytes[i]; code !== undefined && code >= 48 && code <= 57; code = bytes[i]) i += 1;
  return i;
}

function isOfWord(code: number): boolean {
  const isDigit = code >= 48 && code <= 57;
  const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
  return isDigit || isLetter || code === PLUS || code === MINUS || code === DOT;
}
