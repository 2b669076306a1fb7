/** Stands for a key that may say more than a protocol's own words do. */
const HIDDEN_KEY = "<key>";

/** Longest key that is told, in characters. */
const LONGEST = 40;
/** Longest word of letters that is no token. */
const LONGEST_WORD = 20;
/** Most digits of a key: versions have one or two, ids have more. */
const MOST_DIGITS = 3;
const IDENTIFIER = /^[A-Za-z_$][\w$.-]*$/;

/**
 * A key as it may be told: names that a protocol would choose stay, cut at 40 characters. Keys that look like ids,
 * addresses or tokens, or have other signs than identifiers, become `<key>`: some protocols have data for keys.
 */
export function plainKey(key: string): string {
  if (/^\d{1,2}$/.test(key)) return key;
  return IDENTIFIER.test(key) && !looksLikeToken(key) ? key.slice(0, LONGEST) : HIDDEN_KEY;
}

function looksLikeToken(key: string): boolean {
  if (key.replaceAll(/\D/g, "").length > MOST_DIGITS) return true;
  if (key.match(/[a-f\d]{7,}/gi)?.some((run) => /\d/.test(run)) === true) return true;
  const words = key.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  if (words.some(({ length }) => length > LONGEST_WORD)) return true;
  const letters = words.reduce((sum, { length }) => sum + length, 0);
  return words.length >= 4 && letters / words.length < 2.5;
}
