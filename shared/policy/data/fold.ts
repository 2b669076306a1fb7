/** Digits that people and machines write in place of 0 to 9: the first of each ten. */
const ZEROS = [0xff10, 0x0660, 0x06f0, 0x0966] as const;
const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
const FULL_WIDTH_SHIFT = 0xfee0;
const FOLDABLE = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF01-\uFF5E]/;
const EACH = new RegExp(FOLDABLE, "g");

/** The text with digits and signs of other scripts as the plain ones, every character at the index where it was. */
export function folded(text: string): string {
  return FOLDABLE.test(text)
    ? text.replace(EACH, (one) => String.fromCharCode(plain(one.charCodeAt(0))))
    : text;
}

function plain(code: number): number {
  if (code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST) return code - FULL_WIDTH_SHIFT;
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? code : code - zero + 48;
}

/** What may stand between the groups of a number: spaces, dashes, dots, and signs that nobody sees. */
export const GAP = "[ \\t\\u00A0\\u00AD\\u2000-\\u2015\\u202F\\u2060\\uFEFF.\\-]";
