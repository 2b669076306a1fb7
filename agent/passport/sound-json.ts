import { PassportError } from "./fault.ts";

/** Levels of lists and maps in each other; a passport of ours has three. */
const DEEPEST = 8;

const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/**
 * Reads JSON that can be read in one way only: every key said once, no `__proto__`, not deep. Throws a `PassportError`
 * otherwise; `what` names it in the sentence.
 */
export function soundJson(text: string, what: string): unknown {
  const value = parsed(text, what);
  // Only what has been parsed has all its strings closed, which keeps the pattern quick.
  const frame = text.replaceAll(STRINGS, "");
  if (depthOf(frame) > DEEPEST)
    throw new PassportError("too_large", `${what} nests deeper than any passport does.`);
  const said = frame.split(":").length - 1;
  if (keysIn(value) !== said)
    throw new PassportError("duplicated", `${what} says a key twice, so that nobody can tell which counts.`);
  return value;
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new PassportError("malformed", `${what} is no JSON.`, error);
  }
}

function depthOf(frame: string): number {
  let depth = 0;
  let deepest = 0;
  for (const mark of frame) {
    if (mark === "{" || mark === "[") depth += 1;
    if (mark === "}" || mark === "]") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** `__proto__` counts for nothing, so that whoever says it is refused as well. */
function keysIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).filter((key) => key !== "__proto__").length;
  return Object.values(value).reduce((sum: number, one) => sum + keysIn(one), own);
}
