import { ibanLength, isIban, isLuhn } from "./checksum.ts";
import { GAP } from "./fold.ts";
import { isAlphanumeric, isDigit, walk } from "./groups.ts";

/** First and past-the-end index of a hit. */
export type Hit = readonly [number, number];

const IBAN_HEAD = new RegExp(`[A-Za-z]${GAP}{0,3}[A-Za-z]${GAP}{0,3}\\d${GAP}{0,3}\\d`, "g");

/** International bank account numbers, in groups or not, in capitals or not. */
export function ibans(text: string): Hit[] {
  const hits: Hit[] = [];
  IBAN_HEAD.lastIndex = 0;
  for (let head = IBAN_HEAD.exec(text); head !== null; head = IBAN_HEAD.exec(text)) {
    IBAN_HEAD.lastIndex = head.index + 1;
    const length = ibanLength(head[0].replaceAll(/[^A-Za-z]/g, "").toUpperCase());
    const hit = length === null ? null : ibanAt(text, head.index, length);
    if (hit === null) continue;
    hits.push(hit);
    IBAN_HEAD.lastIndex = hit[1];
  }
  return hits;
}

function ibanAt(text: string, from: number, length: number): Hit | null {
  const { characters, ends } = walk(text, from, length, isAlphanumeric);
  const end = ends[length - 1];
  if (end === undefined || !isIban(characters.toUpperCase())) return null;
  // In the middle of a longer word it is chance: a key, a hash, an encoded file.
  const isInside = isWordAt(text, from - 1) && isWordAt(text, end);
  return isInside ? null : [from, end];
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isAlphanumeric(text.charCodeAt(at));
}

const LONGEST_CARD = 19;
/** Beginning and length of the numbers of each network, as they publish them. */
const CARDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 18, 19]], // Visa
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(?:30[0-5]|3095|3[689])/, [14, 15, 16, 17, 18, 19]], // Diners Club
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]], // JCB
  [/^(?:6011|64[4-9]|65|62|60|8[12])/, [16, 17, 18, 19]], // Discover, UnionPay, RuPay
  [/^(?:5018|5020|5038|58|63|67)/, [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro
  [/^220[0-4]/, [16, 17, 18, 19]], // Mir
];

/** Digits that no card begins with. */
const NO_CARD = /[0179]/;

/** Numbers of payment cards: a network's beginning and length, and the check digit. */
export function paymentCards(text: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (!isDigit(text.charCodeAt(at)) || isDigit(text.charCodeAt(at - 1))) continue;
    const hit = NO_CARD.test(text.charAt(at)) ? null : cardAt(text, at);
    if (hit === null) continue;
    hits.push(hit);
    at = hit[1] - 1;
  }
  return hits;
}

function cardAt(text: string, from: number): Hit | null {
  const { characters, ends } = walk(text, from, LONGEST_CARD, isDigit);
  for (const [head, lengths] of CARDS) {
    if (!head.test(characters)) continue;
    for (const length of lengths.toReversed()) {
      const end = ends[length - 1];
      if (end === undefined || isDigit(text.charCodeAt(end))) continue;
      if (isLuhn(characters.slice(0, length))) return [from, end];
    }
  }
  return null;
}

const SSN = new RegExp(
  `(?<!\\d)(?!000|666|9)\\d{3}${GAP}{1,3}(?!00)\\d{2}${GAP}{1,3}(?!0000)\\d{4}(?!\\d)|` +
    String.raw`(?:ssn|social security)\D{0,20}(?<!\d)(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}(?!\d)`,
  "gi",
);

/** US social security numbers: in their three groups, or as nine digits behind their name. */
export function socialSecurityNumbers(text: string): Hit[] {
  return hitsOf(SSN, text);
}

const SPACE = "[ \\t\\u00A0\\u2000-\\u2015\\u202F\\u2060/().\\-]";
const PHONE = new RegExp(
  [
    // International: a plus or 00, and 8 to 15 digits in whatever groups.
    `(?:\\+|(?<![\\d.])00)${SPACE}{0,2}[1-9](?:${SPACE}{0,3}\\d){7,14}(?!\\d)`,
    // In the country: an area code that begins with a zero, a gap, and at least five digits whose first group has three.
    "(?<![\\d.,+-])\\(?0[1-9]\\d{0,4}\\)?[ \\u00A0\\u202F/-]{1,3}\\d{3,8}(?:[ \\u00A0\\u202F-]?\\d{2,8}){1,3}(?!\\d)",
    "(?<![\\d.,+-])\\(?0[1-9]\\d{0,4}\\)?[ \\u00A0\\u202F/-]{1,3}\\d{5,9}(?!\\d)",
    // North America: 3, 3 and 4 digits.
    "(?<![\\d.,+-])\\(?[2-9]\\d{2}\\)?[ \\u00A0.-]{1,2}[2-9]\\d{2}[ \\u00A0.-]\\d{4}(?!\\d)",
  ].join("|"),
  "g",
);

/** Telephone numbers in the ways that people write them. */
export function phones(text: string): Hit[] {
  return hitsOf(PHONE, text);
}

/** Every hit of a pattern whose repetitions are bounded, so that a text costs time by its length alone. */
export function hitsOf(pattern: RegExp, text: string): Hit[] {
  return Array.from(text.matchAll(pattern), (hit) => [hit.index, hit.index + hit[0].length] as const);
}
