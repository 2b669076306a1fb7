import type { Decoded, Tree } from "./decoded.ts";
import { DEPTH_LIMIT, MEMBER_LIMIT } from "./json-scan.ts";
import { BACKSLASH, QUOTE } from "./json-signs.ts";
import { asUtf8 } from "./text.ts";

/** Most keys of a text: what has more is left to the scan, as is what goes beyond its own limits. */
const KEY_LIMIT = 50_000;
/** Up to this many characters nothing can cost much; above, so many values may begin. */
const SMALL = 1_048_576;
const VALUE_LIMIT = 1_000_000;
/** From here on a number's spelling may say another number than a double can. */
const EXACT_LIMIT = 1e15;
/** A key that everybody reads as it stands: no zero, nothing that folds, and no index, since objects put those first. */
const PLAIN_KEY = /^(?!\d+$)(?!__proto__$)[\u0020-\u007e]*$/i;

/** The members of one value, or `null` where another reader may take it for something else. */
type Count = number | null;

/**
 * Reads a JSON text that has one reading only, by `JSON.parse`, which makes all of its texts in the time that one scan
 * takes. Null for any other text, and for one that would cost too much: then `decodeJsonBytes` finds all the readings.
 *
 * A key that comes twice would be gone without a trace. So the keys are counted where they stand, each by the colon
 * behind it: if the result has as many, none was lost.
 */
export function decodePlainJson(utf8: Uint8Array): Decoded | null {
  const text = asUtf8(utf8).text;
  if (text === null || isCostly(text)) return null;
  const keys = keysIn(text);
  if (keys === null || keys > KEY_LIMIT) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (membersOf(value, DEPTH_LIMIT) !== keys) return null;
    return { root: isBranch(value) ? new PlainNode(value) : value, sound: true, whole: true };
  } catch {
    return null;
  }
}

type Branch = readonly unknown[] | Readonly<Record<string, unknown>>;

function isBranch(value: unknown): value is Branch {
  return typeof value === "object" && value !== null;
}

/** An object or array that `JSON.parse` made; values without members stand as they are. */
class PlainNode implements Tree {
  readonly #value: Branch;

  constructor(value: Branch) {
    this.#value = value;
  }

  get isList(): boolean {
    return isList(this.#value);
  }

  /** As with the scan, a list gives its first elements, and says that there are more. */
  get isCut(): boolean {
    return isList(this.#value) && this.#value.length > MEMBER_LIMIT;
  }

  step(step: string): readonly unknown[] {
    const value = this.#value;
    if (isList(value)) return elementsOf(value, step).map(asNode);
    const found: unknown[] = [];
    for (const key of Object.keys(value)) {
      if (step === "*" || isKey(key, step)) found.push(asNode(value[key]));
    }
    return found;
  }

  leaf(): unknown {
    return this;
  }
}

function asNode(value: unknown): unknown {
  return isBranch(value) ? new PlainNode(value) : value;
}

function isList(value: Branch): value is readonly unknown[] {
  return Array.isArray(value);
}

function elementsOf(list: readonly unknown[], step: string): readonly unknown[] {
  const kept = list.length > MEMBER_LIMIT ? list.slice(0, MEMBER_LIMIT) : list;
  if (step === "*") return kept;
  return /^\d{1,5}$/.test(step) ? kept.slice(Number(step), Number(step) + 1) : [];
}

/** Some services (those in Go) do not mind the case of a key. */
function isKey(key: string, step: string): boolean {
  if (key === step) return true;
  if (key.length !== step.length || (key.charCodeAt(0) | 32) !== (step.charCodeAt(0) | 32)) return false;
  return key.toLowerCase() === step.toLowerCase();
}

/**
 * How many keys stand in a text that is JSON, each time they stand there: a colon outside strings comes behind a key. One
 * behind an escaped quote is inside a string; one behind a string's opening quote counts as well, which only makes the sum
 * too high. Null where space comes between, since then the sum could be too low.
 */
function keysIn(text: string): Count {
  let keys = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === QUOTE) keys += isEscaped(text, at - 1) ? 0 : 1;
    else if (before <= 32 && text.charCodeAt(pastSpaceBefore(text, at - 1)) === QUOTE) return null;
  }
  return keys;
}

function pastSpaceBefore(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at -= 1;
  return at;
}

function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}

/** How many members the objects of a value have in all; null where a limit is met or a key or number has two readings. */
function membersOf(value: unknown, depth: number): Count {
  if (!isBranch(value)) return typeof value === "number" && Math.abs(value) >= EXACT_LIMIT ? null : 0;
  if (depth === 0) return null;
  const keys = isList(value) ? [] : Object.keys(value);
  if (keys.length >= MEMBER_LIMIT || !keys.every((key) => PLAIN_KEY.test(key))) return null;
  let sum = keys.length;
  for (const one of isList(value) ? value : Object.values(value)) {
    const members = membersOf(one, depth - 1);
    if (members === null) return null;
    sum += members;
  }
  return sum;
}

/** A small text of many empty values makes a heap many times its size. */
function isCostly(text: string): boolean {
  if (text.length <= SMALL) return false;
  let values = 0;
  for (const sign of [",", "[", "{"]) {
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      values += 1;
      if (values > VALUE_LIMIT) return true;
    }
  }
  return false;
}
