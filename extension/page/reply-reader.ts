import type { Asked } from "./address.ts";
import { append } from "./body.ts";
import { free, getter, isObject, later, own, settle } from "./primordials.ts";
import type { Replies } from "./replies.ts";

const clone = free(Response.prototype.clone);
const statusOf = getter(Response.prototype, "status");
const headersOf = getter(Response.prototype, "headers");
const bodyOf = getter(Response.prototype, "body");
const eachHeader = free(Headers.prototype.forEach);
const getReader = free(ReadableStream.prototype.getReader as (this: ReadableStream) => Reader);
const readNext = free(ReadableStreamDefaultReader.prototype.read);
const cancel = free(ReadableStreamDefaultReader.prototype.cancel);
const here = window;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** How long after its beginning a reply may still be asked for, in ms. */
const LATE = 1_000;

/** Reads the reply to one fetch beside the page, if the worker wants it. */
export class ReplyReader {
  readonly #replies: Replies;
  readonly #forget: () => void;
  #r: string | null = null;
  #response: Response | null = null;
  #reader: Reader | null = null;
  #isMute = false;

  constructor(replies: Replies, asked: Asked, cut: () => void) {
    this.#replies = replies;
    this.#forget = replies.begin({
      method: asked.method,
      url: asked.url,
      expected: (r) => {
        this.#r = r;
        if (this.#response !== null) this.#read(r, this.#response);
      },
      mute: () => {
        this.#isMute = true;
      },
      enough: () => this.#end(),
      cut: () => {
        this.#end();
        cut();
      },
    });
  }

  /** The reply is here, and the page has not got it yet. */
  began(response: Response): void {
    if (this.#r !== null) {
      this.#read(this.#r, response);
      return;
    }
    this.#response = response;
    later(here, () => this.#give(), LATE);
  }

  failed(): void {
    this.#forget();
    this.#end();
  }

  #give(): void {
    this.#response = null;
    this.#forget();
  }

  #read(r: string, response: Response): void {
    this.#response = null;
    const copy = copyOf(response);
    const body = copy === null ? null : bodyOf(copy);
    this.#replies.send({ type: "reply", r, status: statusOf(response), headers: headerList(response) });
    if (body === null) {
      this.#end();
      return;
    }
    this.#reader = getReader(body);
    this.#next(r, this.#reader);
  }

  #next(r: string, reader: Reader): void {
    settle(
      readNext(reader),
      (result) => {
        if (this.#r !== r) return;
        const data = isObject(result) && own(result, "done") === false ? own(result, "value") : null;
        if (data === null) {
          this.#end();
          return;
        }
        if (this.#hand(r, data as Uint8Array<ArrayBuffer>)) this.#next(r, reader);
        else this.#end();
      },
      () => this.#end(),
    );
  }

  /** False where the page has taken the piece away, which it shares with us. */
  #hand(r: string, data: Uint8Array<ArrayBuffer>): boolean {
    try {
      if (!this.#isMute) this.#replies.send({ type: "chunk", r, data });
      return true;
    } catch {
      return false;
    }
  }

  #end(): void {
    const r = this.#r;
    const reader = this.#reader;
    this.#r = null;
    this.#reader = null;
    if (reader !== null) settle(cancel(reader), nothing, nothing);
    if (r !== null) this.#replies.send({ type: "end", r });
  }
}

function nothing(): void {}

/** Null where the page has begun to read it. */
function copyOf(response: Response): Response | null {
  try {
    return clone(response);
  } catch {
    return null;
  }
}

function headerList(response: Response): [string, string][] {
  const list: [string, string][] = [];
  eachHeader(headersOf(response), (value, name) => append(list, [name, value]));
  return list;
}
