import { openReply, type ReplyReader, type ServedModel } from "../../shared/catalog/reply/reader.ts";
import type { Catalog } from "../../shared/catalog/recognize.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { FromHook } from "../../shared/wire/page.ts";
import type { Judgement } from "./judgement.ts";
import type { Origin } from "./network.ts";
import type { PageFrame, PageFrames } from "./page-frame.ts";
import type { Posture } from "./posture.ts";
import { judgeServed, type ServedJudgement } from "./served.ts";

/** A permitted call whose reply may say which model serves it. */
export interface Answered {
  /** Of the record of the decision on it. */
  readonly id: string;
  readonly judged: Judgement;
  readonly from: Origin;
  /** By which it was recognized. */
  readonly catalog: Catalog;
}

/** Records which model served, and tells the person where it may not be used. */
export type ReportServed = (served: ServedModel, judgement: ServedJudgement, of: Answered) => void;

interface Expected extends Answered {
  readonly method: string;
  reader: ReplyReader | null;
}

/** Replies that are awaited or under way; of more, the oldest are no longer read. */
const MOST = 256;

/** Reads the replies to permitted calls as far as they say which model answers, and ends those that may not go on. */
export class Replies {
  readonly #posture: Posture;
  readonly #frames: PageFrames;
  readonly #report: ReportServed;
  readonly #expected = new Map<string, Expected>();

  constructor(posture: Posture, frames: PageFrames, report: ReportServed) {
    this.#posture = posture;
    this.#frames = frames;
    this.#report = report;
  }

  /** Asks the hook for the reply to a permitted call, where there is a hook and the reply can tell something. */
  expect(answered: Answered, { method, url }: Call): void {
    const { from, judged, catalog } = answered;
    const page = this.#frames.at(from.tabId, from.frameId);
    const { service } = judged.recognition;
    if (page === null || openReply(catalog, { service, method, url }, { status: 200, headers: {} }).done)
      return;
    for (const oldest of this.#expected.keys()) {
      if (this.#expected.size < MOST) break;
      this.#expected.delete(oldest);
    }
    this.#expected.set(answered.id, { ...answered, method, reader: null });
    page.say({ type: "expect", r: answered.id, method, url });
  }

  /** The reply has begun. */
  begin(page: PageFrame, { r, status, headers }: FromHook & { type: "reply" }, time: number): void {
    const expected = this.#of(page, r);
    if (expected === null) return page.say({ type: "enough", r });
    const { method, from, judged, catalog } = expected;
    const { service } = judged.recognition;
    const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
    expected.reader = openReply(catalog, { service, method, url: from.url }, { status, headers: named });
    this.chunk(page, r, "", time);
  }

  /** A piece of the reply, in order. */
  chunk(page: PageFrame, r: string, data: Uint8Array | string, time: number): void {
    const expected = this.#of(page, r);
    if (expected === null || expected.reader === null) return page.say({ type: "enough", r });
    for (const served of expected.reader.take(data) ?? []) {
      const judgement = judgeServed(this.#posture, expected.judged, served, time);
      this.#report(served, judgement, expected);
      if (!judgement.ends) continue;
      this.#expected.delete(r);
      return page.say({ type: "cut", r });
    }
    if (!expected.reader.done) return;
    this.#expected.delete(r);
    page.say({ type: "enough", r });
  }

  end(page: PageFrame, r: string): void {
    if (this.#of(page, r) !== null) this.#expected.delete(r);
  }

  /** The frame is gone; nothing of it comes any more. */
  left(page: PageFrame): void {
    for (const r of this.#expected.keys()) this.end(page, r);
  }

  /** Only the frame whose call it was may speak of a reply. */
  #of({ tab, frame }: PageFrame, r: string): Expected | null {
    const expected = this.#expected.get(r);
    return expected?.from.tabId === tab && expected.from.frameId === frame ? expected : null;
  }
}
