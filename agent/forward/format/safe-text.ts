/** Marks that JSON may hold as they are, though a line or a screen may not. */
const LEFT_BY_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A value as JSON on one line, of characters that nothing obeys: the others are JSON's own escapes, so it reads as the same
 * value. Halves of pairs become U+FFFD: strict readers refuse a whole batch for one of them.
 */
export function lineJson(value: unknown): string {
  const text = JSON.stringify(value);
  // Nearly every event is plain ASCII, and looking for marks costs more than all the rest.
  const whole = HALF.test(text) ? JSON.stringify(value, wellFormed) : text;
  return PAST_ASCII.test(whole) ? whole.replaceAll(LEFT_BY_JSON, escaped) : whole;
}

/** What JSON makes of half of a pair, or what looks like it. */
const HALF = /\\u[dD]/;
const PAST_ASCII = /[\u007f-\uffff]/;

function wellFormed(_key: string, member: unknown): unknown {
  return typeof member === "string" ? member.toWellFormed() : member;
}

function escaped(mark: string): string {
  return mark
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
