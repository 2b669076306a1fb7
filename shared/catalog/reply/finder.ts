import { pastBase64, type TextSink, unescaper } from "./inner-text.ts";
import type { ReplyPattern, Step } from "./pattern.ts";

/** Told of each text or number that stands at a place. */
export type Found<P extends ReplyPattern> = (pattern: P, value: string) => void;

/** Deepest nesting that is followed; a reply that goes deeper is not read on. */
const DEPTH_LIMIT = 64;
/** Longest key that is compared, and longest value that is told, in characters. */
const KEY_LIMIT = 64;
const VALUE_LIMIT = 512;

/** How far a pattern has come at one level: the step that the members of this level must meet. */
interface Progress<P> {
  readonly pattern: P;
  readonly at: number;
}

/** An open object or array. */
interface Level<P> {
  readonly isList: boolean;
  readonly live: readonly Progress<P>[];
  /** What the value that comes next stands at. */
  next: readonly Progress<P>[];
  index: number;
  key: string;
  /** Patterns whose key a JSON patch has named here: its value is still to come. */
  patched: readonly Progress<P>[];
}

/**
 * Finds what stands at places of JSON that comes in pieces. It holds the path, and of texts only the one that stands at a
 * place: no content. What it finds does not depend on where the pieces are cut. Values that follow each other are each
 * read from the top; what is no JSON between them is passed over to the end of its line.
 */
export class PlaceFinder<P extends ReplyPattern> {
  readonly #top: readonly Progress<P>[];
  readonly #found: Found<P>;
  #levels: Level<P>[] = [];
  #state: "value" | "key" | "colon" | "after" | "string" | "word" | "line" | "dead" = "value";
  /** The text or word that is being read, where it matters. */
  #kept: string | null = null;
  #isKey = false;
  #escaped = false;
  #inner: readonly TextSink[] = [];

  constructor(patterns: readonly P[], found: Found<P>, from: readonly Progress<P>[] | null = null) {
    this.#top = from ?? patterns.map((pattern) => ({ pattern, at: 0 }));
    this.#found = found;
  }

  /** Starts over with the next text. */
  reset(): void {
    this.#levels = [];
    this.#state = "value";
    this.#kept = null;
    this.#escaped = false;
    this.#inner = [];
  }

  /** True where the rest of this text cannot be read. */
  get isDead(): boolean {
    return this.#state === "dead";
  }

  push(text: string): void {
    for (let i = 0; i < text.length && this.#state !== "dead"; i += 1) {
      if (this.#state === "string") i = this.#string(text, i);
      else this.#sign(text.charAt(i));
    }
  }

  /** Reads a string's text from an index on, and gives the index of its end or of the piece's last sign. */
  #string(text: string, from: number): number {
    for (let i = from; i < text.length; i += 1) {
      const sign = text.charAt(i);
      if (sign === '"' && !this.#escaped) {
        this.#tell(text.slice(from, i));
        this.#endOfString();
        return i;
      }
      this.#escaped = sign === "\\" && !this.#escaped;
    }
    this.#tell(text.slice(from));
    return text.length - 1;
  }

  #tell(piece: string): void {
    const limit = this.#limit() + 1; // one more tells that it is too long
    if (this.#kept !== null && this.#kept.length < limit)
      this.#kept += piece.slice(0, limit - this.#kept.length);
    for (const sink of this.#inner) sink(piece);
  }

  #limit(): number {
    return this.#isKey ? KEY_LIMIT : VALUE_LIMIT;
  }

  #sign(sign: string): void {
    if (this.#state === "line") {
      if (isLineEnd(sign)) this.#state = "value";
      return;
    }
    if (this.#state === "word") {
      if (/[\w.+-]/.test(sign)) return this.#tell(sign);
      this.#endOfWord();
    }
    if (sign === " " || sign === "\n" || sign === "\r" || sign === "\t") return;
    const level = this.#levels.at(-1);
    if (sign === '"') this.#startString(level);
    else if (sign === "{" || sign === "[") this.#open(sign === "[");
    else if (sign === "}" || sign === "]") this.#close(level, sign === "]");
    else if (sign === ":" && this.#state === "colon") this.#state = "value";
    else if (sign === "," && level !== undefined && this.#state === "after") this.#nextMember(level);
    else if (this.#state === "value" && /[\w.+-]/.test(sign)) this.#startWord(sign);
    else this.#stray(sign);
  }

  /** Between values of a body anything may stand (lengths, marks); inside one it is broken. */
  #stray(sign: string): void {
    if (this.#levels.length > 0) this.#state = "dead";
    else this.#state = isLineEnd(sign) ? "value" : "line";
  }

  #here(): readonly Progress<P>[] {
    return this.#levels.at(-1)?.next ?? this.#top;
  }

  #startString(level: Level<P> | undefined): void {
    this.#isKey = this.#state === "key";
    if (!this.#isKey && this.#state !== "value") return this.#stray('"');
    const here = this.#isKey ? [] : this.#here();
    const matters = this.#isKey ? (level?.live.length ?? 0) > 0 : here.some(isWhole) || this.#isPatch(level);
    this.#kept = matters ? "" : null;
    this.#inner = here.flatMap((progress) => this.#sinkOf(progress));
    this.#state = "string";
  }

  #endOfString(): void {
    const text = this.#kept === null || this.#kept.length > this.#limit() ? "" : unquoted(this.#kept);
    this.#kept = null;
    this.#inner = [];
    const level = this.#levels.at(-1);
    if (!this.#isKey || level === undefined) {
      this.#value(text);
      this.#afterValue();
      return;
    }
    level.key = text;
    level.next = [...onwards(level.live, text), ...this.#ofPatch(level)];
    this.#state = "colon";
  }

  #startWord(sign: string): void {
    this.#kept = this.#here().some(isWhole) && /[\d-]/.test(sign) ? sign : null;
    this.#inner = [];
    this.#isKey = false;
    this.#state = "word";
  }

  #endOfWord(): void {
    if (this.#kept !== null) this.#value(this.#kept);
    this.#kept = null;
    this.#afterValue();
  }

  #value(text: string): void {
    const level = this.#levels.at(-1);
    if (level !== undefined && this.#isPatch(level))
      level.patched = level.live.filter((progress) => endsInKey(progress, text));
    if (text === "") return;
    for (const progress of this.#here()) if (isWhole(progress)) this.#found(progress.pattern, text);
  }

  #afterValue(): void {
    this.#state = this.#levels.length === 0 ? "value" : "after";
  }

  #open(isList: boolean): void {
    if (this.#state !== "value" || this.#levels.length >= DEPTH_LIMIT) {
      this.#state = "dead";
      return;
    }
    const live = this.#here().filter(({ pattern, at }) => at < pattern.steps.length);
    const next = isList ? onwards(live, "0") : [];
    this.#levels.push({ isList, live, next, index: 0, key: "", patched: [] });
    this.#state = isList ? "value" : "key";
  }

  #close(level: Level<P> | undefined, isList: boolean): void {
    if (level === undefined) return this.#stray("]");
    if (level.isList !== isList || this.#state === "colon") {
      this.#state = "dead";
      return;
    }
    this.#levels.pop();
    this.#afterValue();
  }

  #nextMember(level: Level<P>): void {
    level.index += 1;
    this.#state = level.isList ? "value" : "key";
    if (level.isList) level.next = onwards(level.live, String(level.index));
  }

  /** True for the member of an object that says which key a JSON patch changes. */
  #isPatch(level: Level<P> | undefined): boolean {
    if (level === undefined || level.isList || (level.key !== "p" && level.key !== "path")) return false;
    return level.live.some((progress) => stepAt(progress)?.kind === "deep");
  }

  #ofPatch({ key, patched }: Level<P>): readonly Progress<P>[] {
    return key === "v" || key === "value" ? patched.map(({ pattern, at }) => ({ pattern, at: at + 1 })) : [];
  }

  /** A string that is JSON itself is read as it comes, by a finder of its own. */
  #sinkOf(progress: Progress<P>): readonly TextSink[] {
    const step = stepAt(progress);
    if (step?.kind !== "into") return [];
    const { pattern, at } = progress;
    const inner = new PlaceFinder<P>([], this.#found, [{ pattern, at: at + 1 }]);
    const push = (text: string): void => inner.push(text);
    return [unescaper(step.as === "json" ? push : pastBase64(push))];
  }
}

function stepAt<P extends ReplyPattern>({ pattern, at }: Progress<P>): Step | undefined {
  return pattern.steps[at];
}

function isWhole<P extends ReplyPattern>({ pattern, at }: Progress<P>): boolean {
  return at === pattern.steps.length;
}

/** What patterns ask of the member with this key. */
function onwards<P extends ReplyPattern>(live: readonly Progress<P>[], key: string): readonly Progress<P>[] {
  return live.flatMap((progress) => {
    const step = stepAt(progress);
    const further = { pattern: progress.pattern, at: progress.at + 1 };
    if (step?.kind === "deep") return step.keys.has(key) ? [progress, further] : [progress];
    if (step?.kind === "key") return step.key === key ? [further] : [];
    return step?.kind === "any" ? [further] : [];
  });
}

function endsInKey<P extends ReplyPattern>(progress: Progress<P>, path: string): boolean {
  const step = stepAt(progress);
  return step?.kind === "deep" && step.keys.has(path.slice(path.lastIndexOf("/") + 1));
}

/** A record of SignalR ends like a line. */
function isLineEnd(sign: string): boolean {
  return sign === "\n" || sign === "\r" || sign === "\u001e";
}

function unquoted(text: string): string {
  if (!text.includes("\\")) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text; // cut off in an escape: too long to be told anyway
  }
}
