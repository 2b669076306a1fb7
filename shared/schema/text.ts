import * as z from "zod/mini";

/** Longest name, id or pattern that any file or message may carry, in characters. */
export const NAME_LIMIT = 512;

/** A short name or id: never empty, never long enough to be a payload. */
export const Name = z.string().check(z.minLength(1), z.maxLength(NAME_LIMIT));

/** A country, ISO 3166, two capital letters. */
export const Country = z.string().check(z.regex(/^[A-Z]{2}$/));

/** A sentence written for people: shown as it is, never parsed. */
export const Sentence = z.string().check(z.minLength(1), z.maxLength(2_000));

/** A moment: milliseconds since 1970 UTC, as `Date.now()` gives it. */
export const Moment = z.number();
