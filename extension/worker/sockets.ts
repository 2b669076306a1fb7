import { openReply, type ReplyReader, type ServedModel } from "../../shared/catalog/reply/reader.ts";
import { type Catalog, recognize, touches } from "../../shared/catalog/recognize.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import type { FrameVerdict } from "../../shared/wire/page.ts";
import { Announced, MOST_OF_FRAME } from "./announced.ts";
import { channelSetUpBy, isUnknown, unknownChannel } from "./data-channel.ts";
import type { FrameReport, FrameSighting } from "./enforcement.ts";
import { FirstWord } from "./first-word.ts";
import type { Handshake } from "./handshakes.ts";
import { type Judgement, judgeRecognition } from "./judgement.ts";
import { onTheWire } from "./mark.ts";
import type { Origin } from "./network.ts";
import type { PageFrame } from "./page-frame.ts";
import type { Posture } from "./posture.ts";
import type { Raised } from "./questions.ts";
import type { Answered, ReportServed } from "./reply-listeners.ts";
import { isOneOf } from "./address.ts";
import { judgeServed } from "./served.ts";
import { originOf, type Socket } from "./socket.ts";
import {
  handshakeCall,
  judgeFrame,
  judgeLine,
  type Line,
  SENT_BEFORE,
  together,
} from "./socket-judgement.ts";

/** Records what happens on sockets, and asks the person, or tells them of a denial. */
export interface SocketReports {
  /** A decision on a frame. */
  readonly frame: (judged: Judgement, call: Call, seen: FrameSighting) => FrameReport;
  readonly served: ReportServed;
}

/** The catalog by which frames are read; the newest counts, also for sockets that were open before it. */
export interface InForce {
  readonly now: { readonly catalog: Catalog; readonly hosts: readonly string[] };
}

/** Most calls that set up data channels, of as many tabs. */
const MOST_EXCHANGES = 256;
/** Most handshakes whose records are kept for what is said over their sockets. */
const MOST_HANDSHAKES = 512;
/** Stands for the address of a document that has none of its own, as `about:blank`. */
const NOWHERE = "https://unknown.invalid/";

const SEND: FrameVerdict = { kind: "send" };
const DROP: FrameVerdict = { kind: "drop" };

/**
 * The sockets and data channels of all pages whose frames matter: what announced them, what was named on them, and the
 * decision on each frame.
 */
export class Sockets {
  readonly #inForce: InForce;
  readonly #posture: Posture;
  readonly #reports: SocketReports;
  readonly #announced = new Announced();
  readonly #sockets = new Map<PageFrame, Map<number, Socket>>();
  /** Records of permitted handshakes, by frame and address. */
  readonly #handshakes = new Map<string, string>();
  /** The newest permitted call of each tab that set up data channels. */
  readonly #exchanges = new Map<number, { readonly url: string; readonly recognition: Recognition }>();

  constructor(inForce: InForce, posture: Posture, reports: SocketReports) {
    this.#inForce = inForce;
    this.#posture = posture;
    this.#reports = reports;
    posture.watch(() => this.#judgeAnew());
  }

  /** The hook will make sockets under these nonces. */
  offer(page: PageFrame, nonces: readonly string[]): void {
    this.#announced.offer(page, nonces);
  }

  /**
   * The hook has made a socket under this nonce; true where its frames must be asked about. Of one to elsewhere nothing
   * is kept: its handshake is not looked at.
   */
  announce(page: PageFrame, s: number, nonce: string, url: string): boolean {
    const opened = this.#announced.made(page, nonce);
    const address = opened ?? onTheWire(url);
    if (touches(this.#catalog, address, "GET")?.readsFrames !== true) return false;
    const base = recognize(this.#catalog, handshakeCall(address), { prompt: false });
    if (base === null) return false;
    const line = { url: address, base, named: [] };
    if (opened !== null) this.#open(page, s, address, line, null);
    // One that nobody would find again does not open.
    else if (this.#hasRoom(page) && this.#announced.expect(page, nonce, address))
      this.#open(page, s, address, line, nonce);
    return true;
  }

  /** True where this very handshake was announced. */
  isAnnounced(at: Handshake): boolean {
    return this.#announced.take(at);
  }

  /**
   * The hook has made a data channel; true where its frames must be asked about. It has no address, and the call that
   * sets it up comes later: what it is for is found when something goes over it.
   */
  channel(page: PageFrame, s: number): boolean {
    const host = page.url !== null && URL.canParse(page.url) ? new URL(page.url).hostname : "";
    const isOurs = host === "" || isOneOf(this.#inForce.now.hosts, host) || this.#exchanges.has(page.tab);
    const url = host === "" ? NOWHERE : (page.url ?? NOWHERE);
    if (isOurs) this.#open(page, s, url, unknownChannel(host), null);
    return isOurs;
  }

  /** Notes a permitted call as far as sockets and channels hang on it. */
  notePermitted({ id, from, judged: { recognition } }: Answered): void {
    const { url } = from;
    if (from.type === "websocket") {
      setNewest(this.#handshakes, keyOf(from, url), id, MOST_HANDSHAKES);
    } else if (recognition.operation === "realtime") {
      setNewest(this.#exchanges, from.tabId, { url, recognition }, MOST_EXCHANGES);
    }
  }

  /** The decision on one frame of the page's; a promise where the person is asked first. */
  frame(
    page: PageFrame,
    s: number,
    data: string | Uint8Array,
    time: number,
  ): FrameVerdict | Promise<FrameVerdict> {
    const socket = this.#socket(page, s);
    if (socket === null) {
      page.say({ type: "cut", s }); // opened in an earlier life of the worker: nothing is known of it
      return DROP;
    }
    if (socket.firstWord.isAwaited) return this.#afterFirstWord(socket, data);
    const began = performance.now();
    const outcome = judgeFrame(this.#catalog, this.#posture, socket.line, data, time, page.tab);
    if (outcome === null || outcome.kind === "control") return SEND;
    const { judged, names } = outcome;
    if (names !== null) socket.firstWord.heard(); // the page has the word
    if (judged.decision.effect === "deny" && names === null && this.#mayBeNamed(socket))
      return this.#afterFirstWord(socket, data);
    const { raised } = this.#note(socket, judged, data, performance.now() - began);
    if (judged.decision.effect === "deny") return raised === null ? DROP : this.#hold(socket, raised, data);
    socket.line = { ...socket.line, named: together(socket.line.named, names) };
    return SEND;
  }

  /** After the person's yes the frame is decided on once more, as it will be sent. */
  async #hold({ page, s }: Socket, raised: Raised, data: string | Uint8Array): Promise<FrameVerdict> {
    if (!(await raised.wait())) return DROP;
    const verdict = await this.frame(page, s, raised.body ?? data, Date.now());
    return verdict.kind === "send" && raised.body !== null
      ? { kind: "send-instead", data: raised.body }
      : verdict;
  }

  /** Nobody has said what this socket is for, and the service may do so as it begins. */
  #mayBeNamed(socket: Socket): boolean {
    const isNamed = socket.line.base.modelAsSent !== null || socket.line.named.length > 0;
    return !isNamed && !socket.firstWord.isOver && (socket.reader ??= this.#readerFor(socket)) !== null;
  }

  async #afterFirstWord({ page, s, firstWord }: Socket, data: string | Uint8Array): Promise<FrameVerdict> {
    await firstWord.wait();
    return this.frame(page, s, data, Date.now());
  }

  /** A frame of the service's: it may say which model answers, and that model may not be one to use. */
  received(page: PageFrame, s: number, data: string | Uint8Array, time: number): void {
    const socket = this.#socket(page, s);
    const reader = socket === null ? null : (socket.reader ??= this.#readerFor(socket));
    if (socket === null || reader === null || reader.done) return page.say({ type: "enough", s });
    for (const served of reader.take(data) ?? []) this.#served(socket, served, time);
    socket.firstWord.heard();
  }

  closed(page: PageFrame, s: number): void {
    const own = this.#sockets.get(page);
    const nonce = own?.get(s)?.nonce ?? null;
    if (nonce !== null) this.#announced.forget(page, nonce);
    own?.delete(s);
  }

  /** The frame is gone, and all it had. */
  left(page: PageFrame): void {
    this.#announced.left(page);
    this.#sockets.delete(page);
  }

  get #catalog(): Catalog {
    return this.#inForce.now.catalog;
  }

  #hasRoom(page: PageFrame): boolean {
    return (this.#sockets.get(page)?.size ?? 0) < MOST_OF_FRAME;
  }

  #open(page: PageFrame, s: number, url: string, line: Line, nonce: string | null): void {
    if (!this.#hasRoom(page)) return;
    const own = this.#sockets.get(page) ?? new Map<number, Socket>();
    const fresh = { firstWord: new FirstWord(), recorded: "", record: null, reader: null };
    this.#sockets.set(page, own.set(s, { page, s, url, line, nonce, ...fresh }));
  }

  /** One that is open; a channel is for what the newest permitted call of its tab set up. */
  #socket(page: PageFrame, s: number): Socket | null {
    const socket = this.#sockets.get(page)?.get(s) ?? null;
    const exchange = this.#exchanges.get(page.tab);
    if (socket !== null && exchange !== undefined && isUnknown(socket.line)) {
      socket.url = exchange.url;
      socket.line = channelSetUpBy(this.#catalog, exchange.url, exchange.recognition);
    }
    return socket;
  }

  /** What is allowed may end while a socket is open: it is closed then, since the model may still be answering. */
  #judgeAnew(): void {
    for (const own of this.#sockets.values()) {
      for (const socket of own.values()) {
        const judged = judgeLine(this.#posture, socket.line, Date.now());
        if (judged?.decision.effect !== "deny") continue;
        this.#note(socket, judged, "", 0);
        this.#cut(socket);
      }
    }
  }

  /** A prompt is recorded each time; what carries none, as audio, only where the decision is another one. */
  #note(socket: Socket, judged: Judgement, data: string | Uint8Array, took: number): FrameReport {
    const { effect, ground, model, rules } = judged.decision;
    const decided = JSON.stringify([effect, ground, model, rules]);
    const isNews = judged.recognition.prompt !== null || decided !== socket.recorded;
    if (!isNews && socket.record !== null && judged.asks === null) return { id: socket.record, raised: null };
    socket.recorded = decided;
    const seen = { from: originOf(socket), took, catalog: this.#catalog };
    const report = this.#reports.frame(judged, handshakeCall(socket.url, [data]), seen);
    socket.record = report.id;
    return report;
  }

  #readerFor({ line }: Socket): ReplyReader | null {
    if (line.url === null) return null;
    const call = { service: line.base.service, method: "GET", url: line.url };
    return openReply(this.#catalog, call, { status: 101, headers: null });
  }

  /** What serves counts as named, so that frames which name nothing are judged by it. */
  #served(socket: Socket, served: ServedModel, time: number): void {
    const { line } = socket;
    const { asServed, model, mayBe } = served;
    const names = { modelAsSent: asServed, model, mayBe: mayBe === null ? null : [...mayBe] };
    const asked = judgeRecognition(this.#posture, { ...line.base, ...line.named.at(-1) }, SENT_BEFORE, time);
    const anew = judgeRecognition(this.#posture, { ...line.base, ...names }, SENT_BEFORE, time);
    if (asked === null || anew === null) return;
    const judgement = judgeServed(this.#posture, asked, served, time);
    const known = socket.record ?? this.#handshakes.get(keyOf(originOf(socket), socket.url));
    const id = known ?? this.#note(socket, anew, "", 0).id;
    this.#reports.served(served, judgement, {
      id,
      judged: asked,
      from: originOf(socket),
      method: "GET",
      catalog: this.#catalog,
    });
    if (judgement.ends) return this.#cut(socket);
    const isNews = judgement.verdict === "narrowed" || judgement.verdict === "other";
    if (isNews) socket.line = { ...line, named: together(line.named, names) };
  }

  #cut({ page, s }: Socket): void {
    this.#sockets.get(page)?.delete(s);
    page.say({ type: "cut", s });
  }
}

/** Keeps an entry as the newest of so many; the oldest makes room. */
function setNewest<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key);
  const [oldest] = map.keys();
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}

function keyOf({ tabId, frameId }: Origin, url: string): string {
  return `${tabId}/${frameId}/${url}`;
}
