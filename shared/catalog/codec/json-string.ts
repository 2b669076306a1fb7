import { asciiOf, utf8Text } from "./text.ts";

/** A JSON string where it stands: what is between its quotes. */
export interface Quoted {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** The text that holds it, where that is nothing but ASCII. */
  readonly ascii: string | null;
}

const QUOTE = 34;
const BACKSLASH = 92;
const LETTER_N = 110;
/** Up to this length letter by letter is faster than a decoder. */
const SHORT = 32;

/**
 * The texts of several strings, with a line between them: put together as one JSON string, so that one decoding and one
 * parsing make one flat text. A string with an escape or a line break that JSON does not have stays as it is written.
 */
export function textOf(strings: readonly Quoted[]): string {
  const [only] = strings;
  if (only === undefined) return "";
  if (strings.length === 1)
    return shortText(only) ?? plainText(only) ?? parsed(together(strings)) ?? written(only);
  return parsed(together(strings)) ?? strings.map((one) => textOf([one])).join("\n");
}

/** A short one in ASCII without escapes, as most are; null for any other. */
function shortText({ bytes, from, to }: Quoted): string | null {
  if (to - from > SHORT) return null;
  for (let i = from; i < to; i += 1) {
    const code = bytes[i] ?? 0;
    if (code > 127 || code === BACKSLASH) return null;
  }
  return asciiOf(bytes, from, to);
}

function plainText(string: Quoted): string | null {
  const inside = string.bytes.subarray(string.from, string.to);
  return inside.includes(BACKSLASH) ? null : utf8Text(inside);
}

function written({ bytes, from, to }: Quoted): string {
  return utf8Text(bytes.subarray(from, to));
}

/** `"a\nb"` of `a` and `b`. */
function together(strings: readonly Quoted[]): string {
  if (strings.every(({ ascii }) => ascii !== null)) {
    return `"${strings.map(({ ascii, from, to }) => ascii?.slice(from, to)).join("\\n")}"`;
  }
  const all = new Uint8Array(strings.reduce((sum, { from, to }) => sum + to - from + 2, 0));
  let at = 1;
  for (const [index, { bytes, from, to }] of strings.entries()) {
    if (index > 0) {
      all[at] = BACKSLASH;
      all[at + 1] = LETTER_N;
      at += 2;
    }
    all.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  all[0] = QUOTE;
  all[at] = QUOTE;
  return utf8Text(all);
}

function parsed(string: string): string | null {
  try {
    return String(JSON.parse(string));
  } catch {
    return null;
  }
}
