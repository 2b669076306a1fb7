import type { ReplyHead } from "../../shared/catalog/reply/reader.ts";
import type { FromHook } from "../../shared/wire/page.ts";
import type { Origin } from "./network.ts";
import type { PageFrame, PageFrames } from "./page-frame.ts";

/** Whoever wants the reply to one call. */
export interface ReplyListener {
  begin(head: ReplyHead): void;
  /**
   * Takes the next piece; says whether more is wanted, only to hear of the end (`mute`), or that the page must get no
   * more either.
   */
  take(piece: Uint8Array | string, time: number): "more" | "mute" | "enough" | "cut";
  /** The reply is over, no longer read, or was never to be had. */
  end(): void;
}

interface Expected {
  readonly from: Origin;
  readonly listener: ReplyListener;
  begun: boolean;
}

/** Replies that are awaited or under way; of more, the oldest are no longer read. */
const MOST = 256;

/** Has the hooks of pages send the replies to calls along, as far as somebody wants them. */
export class Replies {
  readonly #frames: PageFrames;
  readonly #expected = new Map<string, Expected>();

  constructor(frames: PageFrames) {
    this.#frames = frames;
  }

  /** Asks the hook for the reply to a call, where there is one; `r` is new for each call. */
  expect(r: string, from: Origin, method: string, listener: ReplyListener): void {
    const page = this.#frames.at(from.tabId, from.frameId);
    if (page === null) return listener.end();
    for (const oldest of this.#expected.keys()) {
      if (this.#expected.size < MOST) break;
      this.#over(oldest);
    }
    this.#expected.set(r, { from, listener, begun: false });
    page.say({ type: "expect", r, method, url: from.url });
  }

  /** The reply has begun. */
  begin(page: PageFrame, { r, status, headers }: FromHook & { type: "reply" }, time: number): void {
    const expected = this.#of(page, r);
    if (expected === null || expected.begun) return page.say({ type: "enough", r });
    const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
    expected.begun = true;
    expected.listener.begin({ status, headers: named });
    this.chunk(page, r, "", time);
  }

  /** A piece of the reply, in order. */
  chunk(page: PageFrame, r: string, data: Uint8Array | string, time: number): void {
    const expected = this.#of(page, r);
    const wanted = expected?.begun === true ? expected.listener.take(data, time) : "enough";
    if (wanted === "more") return;
    if (expected !== null && wanted !== "mute") this.#over(r);
    page.say({ type: wanted, r });
  }

  /** Has the hook end a reply; it says so when it has. */
  cut(r: string): void {
    const from = this.#expected.get(r)?.from;
    if (from !== undefined) this.#frames.at(from.tabId, from.frameId)?.say({ type: "cut", r });
  }

  end(page: PageFrame, r: string): void {
    if (this.#of(page, r) !== null) this.#over(r);
  }

  /** The frame is gone; nothing of it comes any more. */
  left(page: PageFrame): void {
    for (const r of this.#expected.keys()) this.end(page, r);
  }

  #over(r: string): void {
    const expected = this.#expected.get(r);
    this.#expected.delete(r);
    expected?.listener.end();
  }

  /** Only the frame whose call it was may speak of a reply. */
  #of({ tab, frame }: PageFrame, r: string): Expected | null {
    const expected = this.#expected.get(r);
    return expected?.from.tabId === tab && expected.from.frameId === frame ? expected : null;
  }
}
