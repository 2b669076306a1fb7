import type { WebRequest } from "webextension-polyfill";
import type { Catalog } from "../../shared/catalog/recognize.ts";
import type { ServedModel } from "../../shared/catalog/reply/reader.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { Notice } from "../../shared/wire/screen.ts";
import type { AgentPort } from "./agent-port.ts";
import { withoutQuery } from "./address.ts";
import { AnnouncedFiles } from "./announced-files.ts";
import { BLOCKED_PAGE } from "./blocked-page.ts";
import { lookForDrift } from "./degraded.ts";
import type { Conversations } from "./conversations.ts";
import { type Denials, noticeOf, servedNoticeOf, showOver } from "./denials.ts";
import type { Discovery } from "./discovery.ts";
import type { HeldNavigations } from "./held-navigations.ts";
import { type Judgement, judgeCall } from "./judgement.ts";
import { CANCEL, type Origin, PASS } from "./network.ts";
import type { Posture } from "./posture.ts";
import type { Questions, Raised } from "./questions.ts";
import type { DeniedCall } from "./recent-denials.ts";
import type { Recorder } from "./recorder.ts";
import { inAddress, replacementFor } from "./replacement.ts";
import type { Answered } from "./reply-listeners.ts";
import { sizeOfCall } from "./request-body.ts";
import { servedAsAsked, servedEvent, type ServedJudgement } from "./served.ts";

/** What else must know of what was decided. */
export interface Followers {
  readonly denied: (call: DeniedCall) => void;
  /** Told after the browser was answered. */
  readonly permitted: (answered: Answered) => void;
  /** A call that goes along with others and needs no decision, as for a list of models. */
  readonly harmless: (call: Call, from: Origin, catalog: Catalog) => void;
}

/** Who asks people about calls that wait. */
export interface Askers {
  readonly overPages: Questions;
  readonly onBlockedPages: HeldNavigations;
}

/** Decides on calls, answers the browser at once, and sees to the record and the notice afterwards. */
export class Enforcement {
  readonly #posture: Posture;
  readonly #denials: Denials;
  readonly #recorder: Recorder;
  readonly #port: AgentPort;
  readonly #discovery: Discovery;
  readonly #conversations: Conversations;
  readonly #announced = new AnnouncedFiles();
  readonly #followers: Followers;
  readonly #askers: Askers;

  constructor(
    posture: Posture,
    denials: Denials,
    recorder: Recorder,
    port: AgentPort,
    discovery: Discovery,
    conversations: Conversations,
    askers: Askers,
    followers: Followers,
  ) {
    this.#posture = posture;
    this.#denials = denials;
    this.#recorder = recorder;
    this.#port = port;
    this.#discovery = discovery;
    this.#conversations = conversations;
    this.#askers = askers;
    this.#followers = followers;
  }

  /** The answer to one call, by the catalog that let it through to here. Whatever this throws cancels the call. */
  answer(call: Call, from: Origin, catalog: Catalog): WebRequest.BlockingResponse {
    const began = performance.now();
    const time = Date.now();
    const judged = judgeCall(catalog, this.#posture, call, time, {
      tab: from.tabId,
      conversations: this.#conversations.models,
      names: this.#conversations.names,
    });
    // Afterwards, since nobody waits for it; what carries nothing shows nothing.
    if (call.body.kind !== "none")
      setTimeout(() => lookForDrift(this.#discovery, catalog, call, judged?.recognition ?? null));
    if (judged === null) {
      setTimeout(() => this.#followers.harmless(call, from, catalog));
      return PASS;
    }
    const sighting = { id: crypto.randomUUID(), time, took: performance.now() - began, from, catalog };
    const { id } = sighting;
    const { method } = call;
    const response = judged.decision.effect === "permit" ? PASS : this.#deny(judged, call, sighting);
    const answered = { id, judged: withoutPrompt(judged), from, method, catalog };
    if (response === PASS) setTimeout(() => this.#followers.permitted(answered));
    if (response === PASS && from.type === "main_frame") this.#denials.release(from.tabId);
    if (response === PASS) this.#conversations.chosen(from.requestId, judged.recognition);
    setTimeout(() => this.#record(judged, call, sighting));
    return response;
  }

  /** Records what was decided on a frame of a socket, and asks the person, or tells them of a denial. */
  report(judged: Judgement, call: Call, { from, took, catalog }: FrameSighting): FrameReport {
    const sighting = { id: crypto.randomUUID(), time: Date.now(), took, from, catalog };
    setTimeout(() => this.#record(judged, call, sighting));
    const { id } = sighting;
    if (judged.decision.effect === "permit") return { id, raised: null };
    const raised = this.#ask(judged, call, sighting);
    if (raised === null) this.#tellSoon(judged, sighting);
    return { id, raised };
  }

  /** Records which model answered a call, and tells the person where the reply was ended for it. */
  reportServed(served: ServedModel, judgement: ServedJudgement, of: Answered): void {
    const { judged, from, catalog } = of;
    const sighting = { id: crypto.randomUUID(), time: Date.now(), took: 0, from, catalog };
    const person = this.#posture.clearance?.holder.id ?? null;
    const at = { id: sighting.id, of: of.id, time: sighting.time, person };
    this.#recorder.note(servedEvent(judgement, judged, served, at), this.#port);
    if (judgement.ends) this.#tellServed(served, of, sighting);
  }

  /** Records that a reply was ended because its model is forbidden by now, and tells the person why. */
  reportCut(answered: Answered, decision: Decision, served: ServedModel | null): void {
    const { judged, from, catalog, id: of } = answered;
    const head = { id: crypto.randomUUID(), time: Date.now() };
    const person = this.#posture.clearance?.holder.id ?? null;
    const model = served ?? servedAsAsked(judged);
    const judgement = { verdict: "same", decision, ends: true } as const;
    this.#recorder.note(servedEvent(judgement, judged, model, { ...head, of, person }), this.#port);
    this.#tellSoon({ ...judged, decision, asks: null }, { ...head, took: 0, from, catalog });
  }

  /** A tab that is gone, or a page that takes no scripts, has nobody to tell. */
  #tellServed(served: ServedModel, { judged }: Answered, { id, time, from, catalog }: Sighting): void {
    if (from.tabId < 0) return;
    const at = { id, time, host: hostOf(from), permitted: false };
    const notice = servedNoticeOf(judged, served, at, this.#posture.clearance, catalog.recognizers);
    setTimeout(() => void showOver(from.tabId, notice).catch(() => undefined));
  }

  /** Notes where a tab was going while the baseline turned it away, so that it can go on by itself. */
  noteNavigation(from: Origin): void {
    if (!this.#posture.open) this.#denials.keptFrom(from.tabId, from.url);
    else if (this.#denials.address(from.tabId) !== from.url) this.#denials.release(from.tabId);
  }

  /** Notes a turn to the blocked page, whoever made it: the baseline may hold for a moment after it was lifted. */
  noteTurn(from: Origin, to: string): void {
    if (to === BLOCKED_PAGE) this.#denials.keptFrom(from.tabId, from.url);
  }

  /**
   * Shows the blocked page where a page was turned away and the browser would not lead there itself: it refuses to
   * redirect what a page has started to an extension's page, since none of ours is open to the web.
   */
  leadToBlockedPage(from: Origin): void {
    if (this.#denials.address(from.tabId) !== from.url) return;
    this.#denials.lead(from.tabId);
  }

  /** A page is told of at once, since the blocked page asks for it as soon as it is there; a call afterwards. */
  #deny(judged: Judgement, call: Call, sighting: Sighting): WebRequest.BlockingResponse {
    const { tabId, frameId, type, url } = sighting.from;
    if (type !== "main_frame") {
      const raised = this.#ask(judged, call, sighting);
      this.#followers.denied({
        judged: withoutPrompt(judged),
        raised,
        of: { tab: tabId, frame: frameId, method: call.method, url },
      });
      if (raised === null) this.#tellSoon(judged, sighting);
      return CANCEL;
    }
    this.#denials.keptFrom(tabId, url);
    // What came too early has no notice: the blocked page goes on by itself.
    if (judged.decision.ground === "not_ready") {
      this.#denials.forgetNotice(tabId);
      this.#askers.onBlockedPages.forget(tabId, sighting.time);
    } else this.#holdNavigation(judged, call, sighting);
    return { redirectUrl: BLOCKED_PAGE };
  }

  /** Has the blocked page say why, or ask: what a link sends can be sent again, what a form sent cannot. */
  #holdNavigation(judged: Judgement, call: Call, sighting: Sighting): void {
    const { asks } = judged;
    const { time, from, catalog } = sighting;
    const { tabId: tab, url: address } = from;
    const { onBlockedPages } = this.#askers;
    const notice = this.#notice(judged, sighting, withoutQuery(address));
    this.#denials.remember(tab, notice);
    if (asks === null) return onBlockedPages.forget(tab, time);
    const isLink = call.method === "GET";
    const redacts = asks.found.length > 0;
    const { finder } = this.#posture;
    const replacement =
      redacts && isLink ? replacementFor(catalog, call, finder, asks.redacted, inAddress) : null;
    if (redacts && replacement === null) return onBlockedPages.refuse({ tab, address, next: null }, time);
    const way = { tab, address, next: isLink ? (replacement?.made ?? address) : null };
    onBlockedPages.raise({ judged, asks, of: sighting.id, notice, replacement }, way, time);
  }

  /** Raises the question that stands between a call and the wire; null where there is none, or it cannot be asked. */
  #ask(judged: Judgement, call: Call, sighting: Sighting): Raised | null {
    const { asks } = judged;
    if (asks === null || asks.facts.tab < 0) return null;
    const { finder } = this.#posture;
    const redacts = asks.found.length > 0;
    const replacement = redacts ? replacementFor(sighting.catalog, call, finder, asks.redacted) : null;
    if (redacts && replacement === null) return null;
    const notice = this.#notice(judged, sighting, null);
    return this.#askers.overPages.raise(
      { judged, asks, of: sighting.id, notice, replacement },
      sighting.time,
    );
  }

  /** A worker that belongs to no tab has nobody to tell. */
  #tellSoon(judged: Judgement, sighting: Sighting): void {
    if (sighting.from.tabId >= 0) setTimeout(() => this.#tell(judged, sighting));
  }

  #tell(judged: Judgement, sighting: Sighting): void {
    const { tabId } = sighting.from;
    const notice = this.#notice(judged, sighting, null);
    this.#denials.remember(tabId, notice);
    // A tab that is gone, or a page that takes no scripts, has nobody to tell: the popup still shows it.
    showOver(tabId, notice).catch(() => undefined);
  }

  #notice(judged: Judgement, { id, time, from, catalog }: Sighting, address: string | null): Notice {
    const at = { id, time, host: hostOf(from), address };
    const { clearance, access } = this.#posture;
    return noticeOf(judged, at, clearance, catalog.recognizers, access);
  }

  #record(judged: Judgement, call: Call, { id, time, took, from }: Sighting): void {
    const person = this.#posture.clearance?.holder.id ?? null;
    const at = { id, time, took, host: hostOf(from), bytes: sizeOfCall(call), tabId: from.tabId, person };
    this.#recorder.decision(this.#withFiles(judged, from.tabId, time), at, this.#port);
  }

  /** What was denied announces nothing: its bytes never come. */
  #withFiles(judged: Judgement, tab: number, time: number): Judgement {
    if (judged.decision.effect === "deny") return judged;
    return { ...judged, recognition: this.#announced.follow(judged.recognition, tab, time) };
  }
}

/** What was decided on besides a call: where it came from, and by which catalog it was recognized. */
export interface FrameSighting {
  readonly from: Origin;
  /** Milliseconds that the decision took. */
  readonly took: number;
  readonly catalog: Catalog;
}

/** What became of the report on a frame. */
export interface FrameReport {
  /** Of the record. */
  readonly id: string;
  /** The question that stands between the frame and the wire; null: there is none. */
  readonly raised: Raised | null;
}

/** One call as it was seen. */
interface Sighting extends FrameSighting {
  /** Of its record in the journal. */
  readonly id: string;
  readonly time: number;
}

/** What is kept beyond the moment of the decision holds no content. */
function withoutPrompt(judged: Judgement): Judgement {
  return { ...judged, recognition: { ...judged.recognition, prompt: null } };
}

function hostOf({ url }: Origin): string {
  return new URL(url).host;
}
