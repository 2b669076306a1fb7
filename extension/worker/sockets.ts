import { type Catalog, recognize, touches } from "../../shared/catalog/recognize.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import type { FrameVerdict } from "../../shared/wire/page.ts";
import type { FrameSighting } from "./enforcement.ts";
import type { Handshake } from "./handshakes.ts";
import type { Judgement } from "./judgement.ts";
import { onTheWire } from "./mark.ts";
import type { Origin } from "./network.ts";
import type { PageFrame } from "./page-frame.ts";
import type { Posture } from "./posture.ts";
import type { Raised } from "./questions.ts";
import { isOneOf } from "./screens.ts";
import { handshakeCall, judgeFrame, judgeLine, type Line, namesOf, together } from "./socket-judgement.ts";

/** Records what was decided on a frame, and asks the person, or tells them of a denial. */
export type Report = (judged: Judgement, call: Call, seen: FrameSighting) => Raised | null;

/** The catalog by which frames are read; the newest counts, also for sockets that were open before it. */
export interface InForce {
  readonly now: { readonly catalog: Catalog; readonly hosts: readonly string[] };
}

/** One socket or data channel of a page. */
interface Socket {
  readonly page: PageFrame;
  readonly s: number;
  /** As the browser's events would show it. */
  url: string;
  line: Line;
  /** The decision that was recorded last. */
  recorded: string;
}

/** An announced nonce, until its handshake comes. */
interface Announced {
  readonly page: PageFrame;
  readonly url: string;
  readonly until: number;
}

/** How long a handshake may take, in milliseconds. */
const PATIENCE = 60_000;
const MOST_ANNOUNCED = 256;
/** Most sockets that one frame may have at once. */
const MOST_OF_FRAME = 64;

const UNKNOWN = "unknown";
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
  readonly #report: Report;
  readonly #sockets = new Map<PageFrame, Map<number, Socket>>();
  readonly #announced = new Map<string, Announced>();
  /** The newest permitted call of each tab that set up data channels. */
  readonly #exchanges = new Map<number, { readonly url: string; readonly recognition: Recognition }>();

  constructor(inForce: InForce, posture: Posture, report: Report) {
    this.#inForce = inForce;
    this.#posture = posture;
    this.#report = report;
    posture.watch(() => this.#judgeAnew());
  }

  /** The hook has made a socket under this nonce; true where its frames must be asked about. */
  announce(page: PageFrame, s: number, nonce: string, url: string, now: number): boolean {
    for (const [old, { until }] of this.#announced) if (until < now) this.#announced.delete(old);
    if (this.#announced.size < MOST_ANNOUNCED)
      this.#announced.set(nonce, { page, url, until: now + PATIENCE });
    const address = onTheWire(url);
    if (touches(this.#inForce.now.catalog, address, "GET")?.readsFrames !== true) return false;
    const base = recognize(this.#inForce.now.catalog, handshakeCall(address), { prompt: false });
    if (base === null) return false;
    return this.#open(page, s, address, { url: address, base, named: [] });
  }

  /** True where this very handshake was announced by a hook of the same tab and frame; once. */
  isAnnounced({ nonce, tabId, frameId, url }: Handshake): boolean {
    const announced = nonce === null ? undefined : this.#announced.get(nonce);
    if (nonce === null || announced === undefined) return false;
    this.#announced.delete(nonce);
    const { page } = announced;
    return page.tab === tabId && page.frame === frameId && onTheWire(announced.url) === onTheWire(url);
  }

  /**
   * The hook has made a data channel; true where its frames must be asked about. It has no address, and the call that
   * sets it up comes later: what it is for is found when it sends.
   */
  channel(page: PageFrame, s: number): boolean {
    const host = page.url !== null && URL.canParse(page.url) ? new URL(page.url).hostname : "";
    const isOurs = host === "" || isOneOf(this.#inForce.now.hosts, host) || this.#exchanges.has(page.tab);
    const url = host === "" ? NOWHERE : (page.url ?? NOWHERE);
    return isOurs && this.#open(page, s, url, unknownChannel(host));
  }

  /** Notes a permitted call that may have set up data channels. */
  noteExchange(tab: number, url: string, recognition: Recognition): void {
    if (recognition.operation === "realtime") this.#exchanges.set(tab, { url, recognition });
  }

  /** The decision on one frame of the page's; a promise where the person is asked first. */
  frame(
    page: PageFrame,
    s: number,
    data: string | Uint8Array,
    time: number,
  ): FrameVerdict | Promise<FrameVerdict> {
    const socket = this.#sockets.get(page)?.get(s);
    if (socket === undefined) {
      page.say({ type: "cut", s }); // opened in an earlier life of the worker: nothing is known of it
      return DROP;
    }
    if (socket.line.base.service === UNKNOWN) this.#setUp(socket);
    const began = performance.now();
    const { catalog } = this.#inForce.now;
    const outcome = judgeFrame(catalog, this.#posture, socket.line, data, time, page.tab);
    if (outcome === null || outcome.kind === "control") return SEND;
    const { judged, names } = outcome;
    const raised = this.#note(socket, judged, data, performance.now() - began);
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

  closed(page: PageFrame, s: number): void {
    this.#sockets.get(page)?.delete(s);
  }

  /** The frame is gone, and all it had. */
  left(page: PageFrame): void {
    this.#sockets.delete(page);
  }

  #open(page: PageFrame, s: number, url: string, line: Line): boolean {
    const own = this.#sockets.get(page) ?? new Map<number, Socket>();
    this.#sockets.set(page, own);
    if (own.size < MOST_OF_FRAME) own.set(s, { page, s, url, line, recorded: "" });
    return true;
  }

  /** A channel is for what the newest permitted call of its tab set up. */
  #setUp(socket: Socket): void {
    const exchange = this.#exchanges.get(socket.page.tab);
    if (exchange === undefined) return;
    const { url, recognition } = exchange;
    const named = together([], namesOf(recognition));
    socket.url = url;
    socket.line = { url: channelAddress(this.#inForce.now.catalog, url), base: recognition, named };
  }

  /** What is allowed may end while a socket is open: it is closed then, since the model may still be answering. */
  #judgeAnew(): void {
    for (const own of this.#sockets.values()) {
      for (const socket of own.values()) {
        const judged = judgeLine(this.#posture, socket.line, Date.now());
        if (judged?.decision.effect !== "deny") continue;
        this.#note(socket, judged, "", 0);
        own.delete(socket.s);
        socket.page.say({ type: "cut", s: socket.s });
      }
    }
  }

  /** A prompt is recorded each time; what carries none, as audio, only where the decision is another one. */
  #note(socket: Socket, judged: Judgement, data: string | Uint8Array, took: number): Raised | null {
    const { effect, ground, model, rules } = judged.decision;
    const decided = JSON.stringify([effect, ground, model, rules]);
    const isSame = judged.recognition.prompt === null && decided === socket.recorded;
    if (isSame && judged.asks === null) return null;
    socket.recorded = decided;
    const { tab, frame } = socket.page;
    const from: Origin = { requestId: "", tabId: tab, frameId: frame, type: "websocket", url: socket.url };
    const { catalog } = this.#inForce.now;
    return this.#report(judged, handshakeCall(socket.url, [data]), { from, took, catalog });
  }
}

/** Where the catalog has a socket at the path of the call that set a channel up, or above it, frames are read the same. */
function channelAddress(catalog: Catalog, url: string): string | null {
  const { host, pathname } = new URL(url);
  const paths = [pathname, pathname.slice(0, pathname.lastIndexOf("/"))];
  const addresses = paths.map((path) => `wss://${host}${path}`);
  const isRealtime = (address: string): boolean =>
    recognize(catalog, handshakeCall(address), { prompt: false })?.operation === "realtime";
  return addresses.find(isRealtime) ?? null;
}

/** A channel on a page of an AI service that nothing permitted has set up so far: nobody can tell what it is for. */
function unknownChannel(host: string): Line {
  const base: Recognition = {
    service: UNKNOWN,
    provider: UNKNOWN,
    operation: "realtime",
    modelAsSent: null,
    model: null,
    mayBe: null,
    pageNamed: null,
    alias: null,
    host,
    chooses: null,
    prompt: null,
    attachments: [],
    account: null,
    region: null,
    inspectable: false,
  };
  return { url: null, base, named: [] };
}
