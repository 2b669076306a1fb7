import { RE2JS } from "re2js";

/** What is wrong with a pattern, to be read behind it, and what to write instead. */
export interface PatternFault {
  readonly message: string;
  readonly mend: string;
}

/** Every place where a pattern is found, as pairs of first and past-the-end index. */
export type Matcher = (text: string) => readonly (readonly [number, number])[];

/** Most hits of one pattern in one text: what has more is replaced no better by more of them. */
const MOST_HITS = 10_000;

/** Why a pattern cannot be used; null: it can. Engine and syntax are RE2's, so that no pattern is slow on any text. */
export function patternFault(pattern: string): PatternFault | null {
  try {
    if (!RE2JS.compile(pattern).testExact("")) return null;
    return {
      message: "also matches where nothing stands.",
      mend: "Write a pattern that needs at least one character.",
    };
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, "") : "";
    return {
      message: `is no pattern: ${said.slice(0, 200)}.`,
      mend: "Write it in the syntax of RE2, which has no look-around and no back-references.",
    };
  }
}

/** Prepares a pattern that `patternFault` found good; throws where it did not. */
export function matcherOf(pattern: string): Matcher {
  const compiled = RE2JS.compile(pattern);
  return (text) => {
    const hits: (readonly [number, number])[] = [];
    const matcher = compiled.matcher(text);
    while (hits.length < MOST_HITS && matcher.find()) {
      if (matcher.end() > matcher.start()) hits.push([matcher.start(), matcher.end()]);
    }
    return hits;
  };
}
