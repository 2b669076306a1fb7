import type { Answer } from "../../shared/wire/page.ts";
import { type Asked, marked } from "./address.ts";
import { isBlob, isForm, isHidden, type ReadBody, type ReadsBody, takeBody, typeOfBody } from "./body.ts";
import { copyOfBytes, lengthOf, lowerCase, SafeMap, utf8 } from "./primordials.ts";
import type { Shared } from "./shared.ts";
import { whyFailed } from "./verdict.ts";
import { XhrAnswer } from "./xhr-answer.ts";
import { XhrEvents } from "./xhr-events.ts";
import {
  abortXhr,
  DONE,
  HEADERS,
  LOADING,
  OPENED,
  openXhr,
  sendXhr,
  setHeader,
  stateOf,
} from "./xhr-native.ts";
import { XhrReply } from "./xhr-reply.ts";

/** What the page said when it opened the request. */
export interface Opened {
  readonly asked: Asked | null;
  readonly method: string;
  readonly user: unknown;
  readonly password: unknown;
}

/** One XMLHttpRequest: from the page's send to its reply, over all tries. The page sees one request. */
export class XhrCall {
  readonly #shared: Shared;
  readonly #xhr: XMLHttpRequest;
  readonly #events: XhrEvents;
  readonly #headers = new SafeMap<string, string>();
  #opened: Opened | null = null;
  #body: BodyInit | Document | null = null;
  #read: ReadBody | null = null;
  #reply: XhrReply | null = null;
  #answer: XhrAnswer | null = null;
  /** Ends the waiting for worker or person; null while nobody waits. */
  #stop: (() => void) | null = null;

  constructor(shared: Shared, xhr: XMLHttpRequest) {
    this.#shared = shared;
    this.#xhr = xhr;
    this.#events = new XhrEvents(
      xhr,
      (state) => this.#reply?.advanced(state),
      () => this.#failed(),
    );
  }

  /** True between the page's send and the browser's, and while a failure is asked about. */
  get waits(): boolean {
    return this.#stop !== null;
  }

  /** Opens it natively; the page sees the new state at once, and the old one still where it fails. */
  opening(open: () => void): void {
    const before = this.#events.shown;
    this.#events.shown = null;
    try {
      open();
    } catch (cause) {
      this.#events.shown = before;
      throw cause;
    }
  }

  opens(opened: Opened): void {
    this.#reset();
    this.#opened = opened;
    this.#headers.each((_value, name) => void this.#headers.delete(name));
  }

  hasHeader(name: string, value: string): void {
    const key = lowerCase(name);
    const before = this.#headers.get(key);
    this.#headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }

  /** Takes over the page's send; false where it may go by itself. */
  sends(body: BodyInit | Document | null): boolean {
    const opened = this.#opened;
    const asked = opened?.asked;
    if (opened === null || !asked || stateOf(this.#xhr) !== OPENED || this.waits) return false;
    this.#body = copyOfBytes(body) ?? body;
    this.#events.sent();
    this.#reply = new XhrReply(this.#xhr, this.#shared.replies, asked, () => this.#cut());
    if (!isHidden(body, asked.method)) return false;
    this.#bind(opened, asked, false);
    return true;
  }

  /** Takes over the page's abort while nothing is on its way; false where the native one has something to end. */
  aborts(): boolean {
    const waited = this.waits;
    this.#reset();
    this.#events.shown = null;
    if (!waited) return false;
    this.#events.quietly(() => abortXhr(this.#xhr));
    this.#over();
    this.#events.tell([DONE, "abort", "loadend"]);
    this.#events.shown = 0;
    return true;
  }

  /** The state as the page sees it. */
  state(native: number): number {
    return this.#events.shown ?? native;
  }

  /** The answer that stands in for a reply. */
  get answer(): XhrAnswer | null {
    return this.#answer;
  }

  #reset(): void {
    this.#stop?.();
    this.#stop = null;
    this.#over();
    this.#reply = null;
    this.#answer = null;
    this.#read = null;
    this.#events.reset();
  }

  /** Nothing more of it comes. */
  #over(): void {
    this.#reply?.end();
    this.#events.over();
  }

  #failed(): void {
    const opened = this.#opened;
    const asked = opened?.asked;
    if (opened === null || !asked) return;
    this.#waitFor(() =>
      whyFailed(this.#shared.line, asked, {
        none: () => this.#waited() && this.#fail(),
        answer: (answer) => this.#waited() && this.#show(answer, asked.url),
        again: (body) => this.#waited() && this.#again(opened, asked, body),
      }),
    );
  }

  /** Begins to wait for something that may answer at once. */
  #waitFor(begin: () => () => void): void {
    this.#stop = nothing;
    const stop = begin();
    if (this.waits) this.#stop = stop;
  }

  #waited(): boolean {
    const did = this.waits;
    this.#stop = null;
    return did;
  }

  #bind(opened: Opened, asked: Asked, again: boolean): void {
    const known = this.#read;
    const body = this.#body as BodyInit;
    const takes = known === null ? takeBody(body) : null;
    const { run } = this.#events;
    if (!again) this.#events.tell(["loadstart"]);
    if (run !== this.#events.run) return; // a handler has begun anew
    this.#waitFor(() => {
      const read: ReadsBody = takes ?? ((done) => done(known));
      this.#shared.binding.bind(asked, read, (nonce, taken) => {
        if (!this.#waited()) return;
        this.#read = taken;
        const address = nonce === null ? asked.url : marked(asked, nonce);
        if (taken !== null || again) this.#restart(opened, address, taken);
        else this.#events.quietly(() => sendXhr(this.#xhr, body));
      });
      return nothing;
    });
  }

  #again(opened: Opened, asked: Asked, body: string | null): void {
    if (body !== null) {
      const type = this.#headers.get("content-type") ?? typeOfBody(this.#body as BodyInit);
      if (type !== null) this.#headers.set("content-type", type);
      this.#body = body;
      this.#read = null;
    }
    this.#events.again();
    this.#reply = new XhrReply(this.#xhr, this.#shared.replies, asked, () => this.#cut());
    if (isHidden(this.#body, asked.method)) this.#bind(opened, asked, true);
    else this.#restart(opened, asked.url, null);
  }

  /** Opens the request anew, behind the page's back, which has seen it begin, and sends it. */
  #restart(opened: Opened, address: string, read: ReadBody | null): void {
    const xhr = this.#xhr;
    this.#events.quietly(() => openXhr(xhr, opened.method, address, true, opened.user, opened.password));
    this.#headers.each((value, name) => setHeader(xhr, name, value));
    const body = read === null ? this.#body : read.send();
    const type = read === null || isBlob(body) || isForm(body) ? null : read.contentType;
    if (type !== null && this.#headers.get("content-type") === undefined)
      setHeader(xhr, "content-type", type);
    this.#events.quietly(() => sendXhr(xhr, body));
  }

  #cut(): void {
    this.#events.over();
    this.#events.quietly(() => abortXhr(this.#xhr));
    this.#fail();
  }

  /** Tells the page that nothing came, as the browser would have. */
  #fail(): void {
    this.#over();
    this.#events.tellAlone([DONE, "error", "loadend"]);
  }

  #show(answer: Answer, url: string): void {
    this.#over();
    this.#answer = new XhrAnswer(this.#xhr, answer, url);
    this.#events.tellAlone(
      [HEADERS, LOADING, "progress", DONE, "load", "loadend"],
      lengthOf(utf8(answer.body)),
    );
  }
}

function nothing(): void {}
