import type { FromHook } from "../../shared/wire/page.ts";
import { isBlob } from "./body.ts";
import type { Line, Told } from "./line.ts";
import {
  blobBytes,
  blobSize,
  bytesOver,
  copyOfBytes,
  isObject,
  lengthOf,
  own,
  SafeMap,
  settle,
  utf8,
  textOf,
} from "./primordials.ts";

/** What a page sends: text, a copy of its bytes, or a Blob, which cannot change. */
type Frame = string | Uint8Array<ArrayBuffer> | Blob;

/** One frame that waits for its turn. */
interface Held {
  readonly n: number;
  readonly size: number;
  frame: Frame;
  /** What to send when it is its turn; undefined while nobody has said, null: nothing. */
  verdict?: Frame | null;
}

/** The native ends of a socket or data channel. */
export interface Ends {
  readonly announce: (s: number) => FromHook;
  readonly send: (frame: Frame) => void;
  /** Ends it at once. */
  readonly cut: () => void;
}

/** A socket or data channel: what goes out is held, in order, until the worker has said what becomes of it. */
export class Conversation {
  readonly #line: Line;
  readonly #s: number;
  readonly #ends: Ends;
  readonly #held = new SafeMap<number, Held>();
  /** Places in the queue: of the next to go out, the next to ask about, and the next to come. */
  #first = 0;
  #unasked = 0;
  #last = 0;
  #reading = false;
  #inspected: boolean | null = null;
  #gone = false;
  #enough = false;
  /** How the page wants it closed when all is out. */
  #closeAtEnd: (() => void) | null = null;
  /** Bytes that the page has sent and the browser has not got. */
  waiting = 0;

  constructor(line: Line, s: number, ends: Ends) {
    this.#line = line;
    this.#s = s;
    this.#ends = ends;
    line.send(ends.announce(s));
  }

  /** True once the page has closed it, though frames still wait. */
  get closing(): boolean {
    return this.#closeAtEnd !== null;
  }

  /** Takes over what the page sends; false where it may go out by itself. */
  takes(given: unknown): boolean {
    if (this.#inspected === false && this.#first === this.#last) return false;
    const frame = frameOf(given);
    const size = sizeOf(frame);
    this.waiting += size;
    if (this.closing) return true; // as natively: counted and never sent
    this.#held.set(this.#last, { n: this.#line.next(), size, frame });
    this.#last += 1;
    this.#go();
    return true;
  }

  /** Closes when all that was sent before is out; false where nothing waits. */
  closesLater(close: () => void): boolean {
    if (this.#first === this.#last) return false;
    this.#closeAtEnd ??= close;
    return true;
  }

  /** Tells the worker of an incoming frame. */
  received(given: unknown): void {
    if (this.#inspected === false || this.#enough) return;
    const frame = frameOf(given);
    if (!isBlob(frame)) this.#line.send({ type: "received", s: this.#s, data: frame });
    else settle(blobBytes(frame), (buffer) => this.received(bytesOver(buffer)), nothing);
  }

  ended(): void {
    this.#line.send({ type: "closed", s: this.#s });
  }

  /** Hears what the worker says of this conversation. */
  hear(told: Told): void {
    const type = told("type");
    if (type === "socket") this.#inspected = told("inspect") === true;
    else if (type === "frame") this.#judged(told("n"), told("verdict"));
    else if (type === "enough") this.#enough = true;
    else if (type === "cut") this.#ends.cut();
    this.#go();
  }

  /** The worker is lost: what it was asked gets no answer and is dropped. Without a new one, so is all the rest. */
  lost(back: boolean): void {
    if (this.#inspected === false) return;
    this.#gone = !back;
    for (let at = this.#first; at < this.#unasked; at += 1) this.#judge(this.#held.get(at), null);
    if (back) {
      this.#inspected = null;
      this.#line.send(this.#ends.announce(this.#s));
    }
    this.#go();
  }

  #judged(n: unknown, verdict: unknown): void {
    if (!isObject(verdict)) return;
    const kind = own(verdict, "kind");
    for (let at = this.#first; at < this.#unasked; at += 1) {
      const held = this.#held.get(at);
      if (held === undefined || held.n !== n) continue;
      if (kind === "send-instead") this.#judge(held, own(verdict, "data") as string);
      else this.#judge(held, kind === "send" ? held.frame : null);
    }
  }

  #judge(held: Held | undefined, verdict: Frame | null): void {
    if (held !== undefined) held.verdict ??= verdict;
  }

  #go(): void {
    while (this.#unasked < this.#last && this.#ask(this.#held.get(this.#unasked))) this.#unasked += 1;
    while (this.#first < this.#unasked) {
      const held = this.#held.get(this.#first);
      if (held?.verdict === undefined) return;
      this.#held.delete(this.#first);
      this.#first += 1;
      this.waiting -= held.size;
      if (held.verdict !== null) this.#ends.send(held.verdict);
    }
    if (this.#first === this.#last) this.#closeAtEnd?.();
  }

  /** Asks about the next frame; false while that cannot be done. */
  #ask(held: Held | undefined): boolean {
    if (held === undefined) return true;
    if (this.#inspected === false || this.#gone) {
      held.verdict = this.#gone ? null : held.frame;
      return true;
    }
    if (this.#inspected === null || this.#reading) return false;
    if (isBlob(held.frame)) {
      this.#read(held, held.frame);
      return false;
    }
    this.#line.send({ type: "frame", s: this.#s, n: held.n, data: held.frame });
    return true;
  }

  #read(held: Held, blob: Blob): void {
    this.#reading = true;
    const done = (frame: Frame): void => {
      this.#reading = false;
      held.frame = frame;
      this.#go();
    };
    settle(
      blobBytes(blob),
      (buffer) => done(bytesOver(buffer)),
      () => done(""),
    );
  }
}

function nothing(): void {}

function frameOf(given: unknown): Frame {
  if (typeof given === "string") return given;
  return isBlob(given) ? given : (copyOfBytes(given) ?? textOf(given));
}

function sizeOf(frame: Frame): number {
  if (typeof frame === "string") return lengthOf(utf8(frame));
  return isBlob(frame) ? blobSize(frame) : lengthOf(frame);
}
