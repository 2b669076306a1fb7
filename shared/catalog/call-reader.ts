import type { Call } from "../schema/call.ts";
import type { Codec, Place } from "../schema/recognizer.ts";
import { decodeBody, decodeFrame } from "./codec/body.ts";
import type { Decoded } from "./codec/decoded.ts";
import { decodeJson } from "./codec/json.ts";
import type { Captures } from "./path-pattern.ts";

/** Most values that one place gives: a hostile body must not cost more than a large honest one. */
const VALUE_LIMIT = 10_000;
/** How far `$text` looks into a message: list, message, content, part. */
const TEXT_DEPTH = 6;
const TEXT_KEYS = ["text", "content", "parts"];

/** What is read from where one endpoint says, and what turned out unreadable on the way. */
export class CallReader {
  readonly #call: Call;
  readonly #url: URL;
  readonly #bodies = new Map<Codec, Decoded>();
  readonly #texts = new Map<string, Decoded>();
  #frames: readonly Decoded[] | null = null;

  constructor(call: Call, url: URL) {
    this.#call = call;
    this.#url = url;
  }

  /** The body by this codec; decoded once. */
  body(codec: Codec): Decoded {
    const known = this.#bodies.get(codec);
    if (known !== undefined) return known;
    const decoded = decodeBody(this.#call.body, codec);
    this.#bodies.set(codec, decoded);
    return decoded;
  }

  /** The frames that the client has sent so far, as JSON. */
  frames(): readonly Decoded[] {
    this.#frames ??= this.#call.frames.map(decodeFrame);
    return this.#frames;
  }

  /** Everything that stands at a place; empty where nothing does. */
  valuesAt(place: Place, codec: Codec, captures: Captures): readonly unknown[] {
    const [part, ...steps] = place.split("/");
    let values = this.#roots(part ?? "", steps, codec, captures);
    for (const step of steps.slice(isKeyed(part) ? 1 : 0)) values = this.#step(values, step);
    return values;
  }

  /** True where a string that a place calls JSON is not. */
  hasBrokenText(): boolean {
    return [...this.#texts.values()].some(({ sound }) => !sound);
  }

  /** Where the steps begin: the parts that have keys of their own are looked up here. */
  #roots(part: string, [key = "", ...rest]: readonly string[], codec: Codec, captures: Captures): unknown[] {
    switch (part) {
      case "body":
        return [this.body(codec).root];
      case "frame":
        return this.frames().map(({ root }) => root);
      case "query":
        return this.#url.searchParams.getAll(key);
      case "header":
        return present(this.#call.headers?.[key]);
      case "path":
        return present(captures[key]);
      case "host":
        return present(this.#url.hostname.split(".")[Number(key)]);
      case "const":
        return [[key, ...rest].join("/")];
      default:
        return [];
    }
  }

  #step(values: readonly unknown[], step: string): unknown[] {
    const next: unknown[] = [];
    for (const value of values) {
      if (next.length >= VALUE_LIMIT) break;
      if (step === "$json") next.push(...this.#parsed(value));
      else if (step === "$text") appendTexts(next, value, TEXT_DEPTH);
      else if (step.startsWith("$") && step !== "$files") next.push(...rewritten(value, step));
      else append(next, value, step);
    }
    return next;
  }

  #parsed(value: unknown): unknown[] {
    if (typeof value !== "string") return [];
    const decoded = this.#texts.get(value) ?? decodeJson(value);
    this.#texts.set(value, decoded);
    return [decoded.root];
  }
}

function isKeyed(part: string | undefined): boolean {
  return part !== "body" && part !== "frame";
}

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

/** `$tag:mode` and `$after:;`. */
function rewritten(value: unknown, step: string): unknown[] {
  if (typeof value !== "string" && typeof value !== "number") return [];
  const colon = step.indexOf(":");
  const argument = step.slice(colon + 1);
  const text = String(value);
  if (step.startsWith("$tag:")) return [`${argument}:${text}`];
  const at = text.indexOf(argument);
  return [at < 0 ? text : text.slice(at + argument.length)];
}

/** Puts the strings in a message, a list of them, or what they are made of at the end of the list. */
function appendTexts(next: unknown[], value: unknown, depth: number): void {
  if (typeof value === "string") {
    if (next.length < VALUE_LIMIT) next.push(value);
    return;
  }
  if (depth === 0 || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) appendTexts(next, element, depth - 1);
    return;
  }
  for (const key of TEXT_KEYS) {
    const inner: unknown[] = [];
    append(inner, value, key);
    for (const one of inner) appendTexts(next, one, depth - 1);
  }
}

/** Puts what a key, an index or `*` gives on one value at the end of the list. */
function append(next: unknown[], value: unknown, step: string): void {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof Map) {
    for (const [key, several] of value) if (step === "*" || key === step) push(next, several);
  } else if (step === "*") {
    push(next, Object.values(value));
  } else if (Object.hasOwn(value, step)) {
    next.push((value as Readonly<Record<string, unknown>>)[step]);
  }
}

function push(next: unknown[], values: Iterable<unknown>): void {
  for (const value of values) {
    if (next.length >= VALUE_LIMIT) return;
    next.push(value);
  }
}
