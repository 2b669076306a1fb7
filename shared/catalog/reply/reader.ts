import { candidatesOf, targetOf, type Candidate, type Catalog } from "../catalog-index.ts";
import { modelsOf } from "../models-of-call.ts";
import { isInReply } from "../conversations.ts";
import { awsStream } from "./aws-stream.ts";
import { eventStream } from "./event-stream.ts";
import { PlaceFinder } from "./finder.ts";
import { patternOf, type ReplyPattern } from "./pattern.ts";

/** One model that a reply names. */
export interface ServedModel {
  /** The raw string of the reply. */
  readonly asServed: string;
  readonly model: string | null;
  readonly mayBe: readonly string[] | null;
  /** True for an id that says no model by itself; it is nothing's name but where somebody mapped it. */
  readonly opaque: boolean;
}
/** What a piece of a reply told anew. */
export type ServedModels = readonly ServedModel[];

/** The call that is replied to. */
export interface RepliedTo {
  /** As it was recognized. */
  readonly service: string;
  readonly method: string;
  readonly url: string;
}
/** What comes before a reply's body. */
export interface ReplyHead {
  /** Null or 0 where it is not known. */
  readonly status: number | null;
  /** Lower-case names; null where they are not known. */
  readonly headers: Readonly<Record<string, string>> | null;
}

/**
 * Most of one reply that is read, in characters or bytes. ChatGPT and Gemini name the model behind the content too, and a
 * picture may stand before it; nothing is held meanwhile, so the bound is on work alone. A socket has none: it lasts for
 * hours, and each frame costs what its length is.
 */
export const REPLY_LIMIT = 16 * 1024 * 1024;
/** Longest frame of a socket that is read: those that say the model are small, sound and pictures are not. */
export const FRAME_LIMIT = 256 * 1024;
/** Most different models that are told of one reply, and most that wait for the name of their event. */
const MODEL_LIMIT = 16;

type Meant = Pick<ServedModel, "model" | "mayBe">;

/** Starts to read the reply to a call. Never throws, and holds no content. */
export function openReply(catalog: Catalog, call: RepliedTo, head: ReplyHead): ReplyReader {
  const found = candidatesFor(catalog, call);
  const served = found.flatMap(({ reply }) => reply);
  const keys = found.flatMap(({ endpoint }) => endpoint.remember?.key ?? []).filter(isInReply);
  const places = [
    ...Array.from(new Set(served), (place) => patternOf(place, "model")),
    ...Array.from(new Set<string>(keys), (place) => patternOf(place, "key")),
  ];
  const recognizer = found[0]?.recognizer;
  const meaning = (raw: string): Meant | null =>
    recognizer === undefined ? null : modelsOf([raw], recognizer, catalog.tables);
  const isSocket = head.status === 101 || /^wss?:/i.test(call.url);
  return new ReplyReader(places, meaning, head, isSocket);
}

/** All endpoints of the service that have this method and path: which of them it was only the body could tell. */
export function candidatesFor(catalog: Catalog, { service, method, url }: RepliedTo): readonly Candidate[] {
  const target = targetOf(url, method);
  if (target === null) return [];
  return Array.from(candidatesOf(catalog, target)).filter(({ recognizer }) => recognizer.service === service);
}

/** Reads one reply as it comes. */
export class ReplyReader {
  readonly #meaning: (raw: string) => Meant | null;
  readonly #places: readonly ReplyPattern[];
  readonly #head: ReplyHead;
  readonly #isSocket: boolean;
  readonly #told = new Set<string>();
  #news: ServedModel[] = [];
  #conversation: string | null = null;
  #feed: Feed | null = null;
  #left = REPLY_LIMIT;
  #done: boolean;

  constructor(
    places: readonly ReplyPattern[],
    meaning: (raw: string) => Meant | null,
    head: ReplyHead,
    isSocket: boolean,
  ) {
    this.#places = places;
    this.#meaning = meaning;
    this.#head = head;
    this.#isSocket = isSocket;
    const { status } = head;
    const isGood = status === null || status === 0 || status === 101 || (status >= 200 && status < 300);
    this.#done = places.length === 0 || !isGood;
    if (!this.#done) this.#readHeaders();
  }

  /** True where nothing more can be learned: the caller need not go on. */
  get done(): boolean {
    return this.#done && this.#news.length === 0;
  }

  /** The id that the reply gives the conversation (or assistant) whose model the call chose: the page's word. */
  get conversation(): string | null {
    return this.#conversation;
  }

  /** Reads on, and gives the models that were not told before; null where there is none. A socket's frames come one by one. */
  take(piece: Uint8Array | string): ServedModels | null {
    if (!this.#done && (this.#feed !== null || !isBlank(piece))) {
      this.#feed ??= this.#feedFor(piece);
      this.#left -= piece.length;
      if (!this.#feed(piece) || this.#left < 0) this.#done = true;
    }
    const news = this.#news;
    this.#news = [];
    return news.length === 0 ? null : news;
  }

  #readHeaders(): void {
    for (const place of this.#places) {
      const value = place.part === "header" ? this.#head.headers?.[place.name] : undefined;
      if (value !== undefined && value !== "") this.#tell(place, value.slice(0, 512));
    }
    this.#done = this.#places.every(({ part }) => part === "header");
  }

  #feedFor(piece: Uint8Array | string): Feed {
    const type = this.#head.headers?.["content-type"]?.toLowerCase() ?? "";
    if (this.#isSocket) return this.#frames();
    if (type.includes("amazon.eventstream")) return this.#aws();
    const isEvents = type.includes("event-stream") || (!type.includes("json") && looksLikeEvents(piece));
    return isEvents ? this.#events() : this.#json();
  }

  #finder(part: string, found: (place: ReplyPattern, value: string) => void): PlaceFinder<ReplyPattern> {
    return new PlaceFinder(
      this.#places.filter((place) => place.part === part),
      found,
    );
  }

  #json(): Feed {
    const finder = this.#finder("json", (place, value) => this.#tell(place, value));
    return asText((text) => {
      finder.push(text);
      return !finder.isDead;
    });
  }

  /** What stands in events of one name waits for the name, which may come behind the data. */
  #events(): Feed {
    let waiting: (readonly [ReplyPattern, string])[] = [];
    const finder = this.#finder("sse", (place, value) => {
      if (place.name === "*") this.#tell(place, value);
      else if (waiting.length < MODEL_LIMIT) waiting.push([place, value]);
    });
    const push = eventStream({
      data: (text) => finder.push(text),
      end: (name) => {
        for (const [place, value] of waiting) if (place.name === name) this.#tell(place, value);
        waiting = [];
        finder.reset();
      },
    });
    return asText((text) => {
      push(text);
      return true;
    });
  }

  #aws(): Feed {
    const finder = this.#finder("aws", (place, value) => this.#tell(place, value));
    const push = awsStream(
      (text) => finder.push(text),
      () => finder.reset(),
    );
    return (piece) => typeof piece !== "string" && push(piece);
  }

  #frames(): Feed {
    const finder = this.#finder("frame", (place, value) => this.#tell(place, value));
    const decoder = new TextDecoder();
    return (piece) => {
      this.#left = REPLY_LIMIT;
      if (piece.length > FRAME_LIMIT) return true;
      finder.reset();
      finder.push(typeof piece === "string" ? piece : decoder.decode(piece));
      return true;
    };
  }

  #tell(place: ReplyPattern, value: string): void {
    if (place.tells === "key") {
      this.#conversation ??= value;
      return;
    }
    if (this.#told.has(value) || this.#told.size >= MODEL_LIMIT) return;
    this.#told.add(value);
    const meant = this.#meaning(value);
    if (meant === null) return;
    this.#news.push({ asServed: value, model: meant.model, mayBe: meant.mayBe, opaque: place.opaque });
  }
}

/** Reads one piece; false where the rest cannot be read. */
type Feed = (piece: Uint8Array | string) => boolean;

function asText(feed: (text: string) => boolean): Feed {
  const decoder = new TextDecoder();
  return (piece) => feed(typeof piece === "string" ? piece : decoder.decode(piece, { stream: true }));
}

/** Nothing yet that tells what the reply is. */
function isBlank(piece: Uint8Array | string): boolean {
  return typeof piece === "string"
    ? piece.trim() === ""
    : piece.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));
}

/** By its first sign, where the head does not say: what begins like JSON is JSON. */
function looksLikeEvents(piece: Uint8Array | string): boolean {
  const start = typeof piece === "string" ? piece : new TextDecoder().decode(piece);
  return /^\s*[a-z:]/.test(start);
}
