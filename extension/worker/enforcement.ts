import browser, { type WebRequest } from "webextension-polyfill";
import type { Catalog } from "../../shared/catalog/recognize.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { AgentPort } from "./agent-port.ts";
import { type Denials, noticeOf, showNotice } from "./denials.ts";
import { type Judgement, judgeCall } from "./judgement.ts";
import { CANCEL, type Origin, PASS } from "./network.ts";
import type { Posture } from "./posture.ts";
import type { Recorder } from "./recorder.ts";
import { sizeOf } from "./request-body.ts";
import { withoutQuery } from "./screens.ts";

/** The page that stands in for a navigation that was denied, or that came too early. */
const BLOCKED_PAGE = browser.runtime.getURL("blocked/index.html");

/** Decides on calls, answers the browser at once, and sees to the record and the notice afterwards. */
export class Enforcement {
  readonly #catalog: Catalog;
  readonly #posture: Posture;
  readonly #denials: Denials;
  readonly #recorder: Recorder;
  readonly #port: AgentPort;

  constructor(catalog: Catalog, posture: Posture, denials: Denials, recorder: Recorder, port: AgentPort) {
    this.#catalog = catalog;
    this.#posture = posture;
    this.#denials = denials;
    this.#recorder = recorder;
    this.#port = port;
  }

  /** The answer to one call. Whatever this throws cancels the call. */
  answer(call: Call, from: Origin): WebRequest.BlockingResponse {
    const began = performance.now();
    const time = Date.now();
    const judged = judgeCall(this.#catalog, this.#posture, call, time);
    if (judged === null) return PASS;
    const took = performance.now() - began;
    setTimeout(() => this.#afterwards(judged, call, from, time, took));
    return judged.decision.effect === "permit" ? PASS : this.#deny(from);
  }

  /** Notes where a tab was going while the baseline turned it away, so that it can go on by itself. */
  noteNavigation(from: Origin): void {
    if (this.#posture.authority === null) this.#denials.keptFrom(from.tabId, from.url);
    else if (this.#denials.address(from.tabId) !== from.url) this.#denials.release(from.tabId);
  }

  /**
   * Shows the blocked page where a page was turned away and the browser would not lead there itself: it refuses to
   * redirect what a page has started to an extension's page, since none of ours is open to the web.
   */
  leadToBlockedPage(from: Origin): void {
    if (this.#denials.address(from.tabId) === from.url)
      void browser.tabs.update(from.tabId, { url: BLOCKED_PAGE });
  }

  #deny(from: Origin): WebRequest.BlockingResponse {
    if (from.type !== "main_frame") return CANCEL;
    this.#denials.keptFrom(from.tabId, from.url);
    return { redirectUrl: BLOCKED_PAGE };
  }

  #afterwards(judged: Judgement, call: Call, from: Origin, time: number, took: number): void {
    const id = crypto.randomUUID();
    const host = new URL(from.url).host;
    if (judged.decision.effect === "deny" && from.tabId >= 0) this.#tell(judged, from, { id, time, host });
    const person = this.#posture.clearance?.holder.id ?? null;
    const circumstances = { id, time, host, bytes: sizeOf(call.body), tabId: from.tabId, person, took };
    this.#recorder.decision(judged, circumstances, this.#port);
  }

  #tell(judged: Judgement, from: Origin, at: { id: string; time: number; host: string }): void {
    const isPage = from.type === "main_frame";
    if (isPage && judged.decision.ground === "not_ready") return; // the blocked page goes on by itself
    const notice = noticeOf(
      judged,
      { ...at, address: isPage ? withoutQuery(from.url) : null },
      this.#posture.clearance,
    );
    this.#denials.remember(from.tabId, notice);
    // A tab that is gone, or a page that takes no scripts, has nobody to tell: the popup still shows it.
    if (!isPage) showNotice(from.tabId, notice).catch(() => undefined);
  }
}
