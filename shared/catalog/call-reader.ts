import type { Call } from "../schema/call.ts";
import type { Codec, Place } from "../schema/recognizer.ts";
import { bytesOfBase64 } from "./codec/base64.ts";
import { decodeBody, type Extent } from "./codec/body.ts";
import { FILES, isTree, type Decoded } from "./codec/decoded.ts";
import { decodeFrame } from "./codec/frames.ts";
import { decodeJson } from "./codec/json.ts";
import { textOf, type Quoted } from "./codec/json-string.ts";
import type { Captures } from "./path-pattern.ts";
import { ProtoValue } from "./codec/protobuf.ts";
import { rewritten } from "./rewriting.ts";

/** Most values that one place gives: a hostile body must not cost more than a large honest one. */
const VALUE_LIMIT = 10_000;
/** How far `$text` looks into a message: list, message, content, part. */
const TEXT_DEPTH = 6;
const TEXT_KEYS = ["text", "content", "parts"];

/** What is read from where one endpoint says, and what turned out unreadable on the way. */
export class CallReader {
  readonly #call: Call;
  readonly #url: URL;
  readonly #extent: Extent;
  readonly #bodies = new Map<Codec, Decoded>();
  readonly #stars = new Map<string, unknown[]>();
  readonly #texts = new Map<string, Decoded>();
  #frames: readonly Decoded[] | null = null;
  #hasBrokenTree = false;
  #isCut = false;

  constructor(call: Call, url: URL, extent: Extent = "model") {
    this.#call = call;
    this.#url = url;
    this.#extent = extent;
  }

  /** The body by this codec; decoded once. */
  body(codec: Codec): Decoded {
    const known = this.#bodies.get(codec);
    if (known !== undefined) return known;
    const read = decodeBody(this.#call.body, codec, this.#extent);
    // What a header says is packed in a way that we cannot unpack is not what we read, or not what the service reads.
    const decoded = isUnreadable(this.#call.headers) ? { ...read, sound: false, whole: false } : read;
    this.#bodies.set(codec, decoded);
    return decoded;
  }

  /** The frames that the client has sent so far, as JSON. */
  frames(): readonly Decoded[] {
    this.#frames ??= this.#call.frames.flatMap(decodeFrame);
    return this.#frames;
  }

  /** Everything that stands at a place; empty where nothing does. */
  valuesAt(place: Place, codec: Codec, captures: Captures): readonly unknown[] {
    return this.#nodesAt(place, codec, captures).map(leafOf);
  }

  /** Every text at these places, with a line between them; null where there is none. */
  textAt(places: readonly Place[], codec: Codec, captures: Captures): string | null {
    const nodes = places.flatMap((place) => this.#nodesAt(place, codec, captures));
    const strings = nodes.map(quotedOf).filter((one) => one === null || one.from < one.to);
    if (!strings.includes(null))
      return strings.length === 0 ? null : textOf(strings.filter((one) => one !== null));
    const texts = nodes.map(leafOf).filter((value) => typeof value === "string" && value !== "");
    return texts.length === 0 ? null : texts.join("\n");
  }

  /** True where a place holds more values than are read: not even the first ones say then what all of them are. */
  isCutAt(place: Place, codec: Codec, captures: Captures): boolean {
    const steps = place.split("/");
    return steps.some((step, index) => {
      if (step !== "*") return false;
      const nodes = this.#nodesAt(steps.slice(0, index).join("/"), codec, captures);
      return nodes.length >= VALUE_LIMIT || nodes.some((node) => isTree(node) && node.isCut === true);
    });
  }

  /** True where something that was read so far held more than is read: what came after is in none of its texts. */
  get isCut(): boolean {
    return this.#isCut;
  }

  #nodesAt(place: Place, codec: Codec, captures: Captures): unknown[] {
    const [part = "", ...steps] = place.split("/");
    const shared = part === "body" ? steps.lastIndexOf("*") + 1 : 0;
    let values =
      shared > 0 ? this.#atStar(codec, steps.slice(0, shared)) : this.#roots(part, steps, codec, captures);
    for (const step of steps.slice(isKeyed(part) ? 1 : shared)) values = this.#step(values, step);
    return values;
  }

  /** What stands at the last star of a place in the body; looked up once for all places that go on from there. */
  #atStar(codec: Codec, steps: readonly string[]): unknown[] {
    const key = `${codec}/${steps.join("/")}`;
    let values = this.#stars.get(key);
    if (values === undefined) {
      values = [this.body(codec).root];
      for (const step of steps) values = this.#step(values, step);
      this.#stars.set(key, values);
    }
    return values;
  }

  /** True where a string that a place calls JSON is not, or bytes that it calls a message are none. */
  hasBrokenText(): boolean {
    return this.#hasBrokenTree || [...this.#texts.values()].some(({ sound }) => !sound);
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
      if (!step.startsWith("$") || step === FILES) push(next, this.#under(value, step));
      else if (step === "$text") this.#appendTexts(next, value, TEXT_DEPTH);
      else push(next, this.#derived(value, step));
    }
    this.#isCut ||= next.length >= VALUE_LIMIT;
    return next;
  }

  #derived(value: unknown, step: string): readonly unknown[] {
    const leaf = leafOf(value);
    if (step === "$base64") return messageIn(leaf);
    return step === "$json" ? this.#parsed(leaf) : rewritten(leaf, step);
  }

  /** What a key, an index or `*` gives on one value. */
  #under(value: unknown, step: string): readonly unknown[] {
    if (value instanceof Map) return fieldsUnder(value, step);
    if (!isTree(value)) return [];
    const found = value.step(step);
    this.#hasBrokenTree ||= found === null;
    if (found === null || found.length === 0) return [];
    this.#isCut ||= value.isCut === true;
    return found;
  }

  /** Puts the strings in a message, a list of them, or what they are made of at the end of the list. */
  #appendTexts(next: unknown[], value: unknown, depth: number): void {
    const isText = quotedOf(value) !== null;
    const leaf = isText ? value : leafOf(value);
    if (isText || typeof leaf === "string") {
      if (next.length < VALUE_LIMIT) next.push(leaf);
      return;
    }
    if (depth === 0 || !isTree(leaf)) return;
    for (const element of leaf.isList === true ? this.#under(leaf, "*") : []) {
      this.#appendTexts(next, element, depth - 1);
    }
    if (leaf.isList === true) return;
    for (const key of TEXT_KEYS) {
      for (const inner of this.#under(leaf, key)) this.#appendTexts(next, inner, depth - 1);
    }
  }

  #parsed(value: unknown): readonly unknown[] {
    if (typeof value !== "string") return [];
    const decoded = this.#texts.get(value) ?? decodeJson(value);
    this.#texts.set(value, decoded);
    return [decoded.root];
  }
}

/** The protobuf message in a text of base64; a text that holds none is another member, which tells nothing. */
function messageIn(text: unknown): readonly unknown[] {
  const bytes = typeof text === "string" ? bytesOfBase64(text) : null;
  const message = bytes === null ? null : new ProtoValue(bytes);
  return message === null || message.step("*") === null ? [] : [message];
}

function leafOf(value: unknown): unknown {
  return isTree(value) ? value.leaf() : value;
}

function quotedOf(value: unknown): Quoted | null {
  return isTree(value) ? (value.quoted ?? null) : null;
}

/** How bodies may be packed: what is known by its first bytes, or changes nothing. */
const READABLE = new Set(["", "gzip", "x-gzip", "deflate", "identity", "aws-chunked"]);

function isUnreadable(headers: Call["headers"]): boolean {
  const coding = headers?.["content-encoding"] ?? "";
  return coding.split(",").some((one) => !READABLE.has(one.trim().toLowerCase()));
}

function isKeyed(part: string | undefined): boolean {
  return part !== "body" && part !== "frame";
}

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

/** Every value of a form's field, or of all of them. */
function fieldsUnder(map: ReadonlyMap<unknown, unknown>, step: string): readonly unknown[] {
  const values: readonly unknown[] = step === "*" ? [...map.values()] : [map.get(step)];
  return values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []));
}

function push(next: unknown[], values: readonly unknown[]): void {
  for (const value of values) {
    if (next.length >= VALUE_LIMIT) return;
    next.push(value);
  }
}
