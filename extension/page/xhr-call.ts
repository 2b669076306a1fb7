import type { Answer } from "../../shared/wire/page.ts";
import { type Asked, marked } from "./address.ts";
import { isBlob, isForm, isHidden, type ReadBody, type ReadsBody, takeBody, typeOfBody } from "./body.ts";
import {
  copyOfBytes,
  dispatch,
  lengthOf,
  listen,
  lowerCase,
  OwnEvent,
  OwnProgressEvent,
  SafeMap,
  stopEvent,
  bare,
  utf8,
} from "./primordials.ts";
import type { Shared } from "./shared.ts";
import { whyFailed } from "./verdict.ts";
import { XhrAnswer } from "./xhr-answer.ts";
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
  statusOf,
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
  readonly #headers = new SafeMap<string, string>();
  #opened: Opened | null = null;
  #body: BodyInit | Document | null = null;
  #read: ReadBody | null = null;
  #reply: XhrReply | null = null;
  #answer: XhrAnswer | null = null;
  /** The state that the page sees, where it is not the native one. */
  #shown: number | null = null;
  /** The last state that the page was told of. */
  #told = 0;
  /** Events are ours and not for the page. */
  #hides = false;
  #failed = false;
  #sent = false;
  /** Counts what the page begins, so that an event's handler that begins anew is noticed. */
  #run = 0;
  /** Ends the waiting for worker or person; null while nobody waits. */
  #stop: (() => void) | null = null;

  constructor(shared: Shared, xhr: XMLHttpRequest) {
    this.#shared = shared;
    this.#xhr = xhr;
    listen(xhr, "readystatechange", (event) => this.#changed(event));
    listen(xhr, "loadstart", (event) => this.#held(event));
    listen(xhr, "timeout", () => this.#timedOut());
    listen(xhr, "error", (event) => this.#held(event));
    listen(xhr, "loadend", (event) => this.#ended(event));
  }

  /** True between the page's send and the browser's, and while a failure is asked about. */
  get waits(): boolean {
    return this.#stop !== null;
  }

  /** Opens it natively; the page sees the new state at once, and the old one still where it fails. */
  opening(open: () => void): void {
    const before = this.#shown;
    this.#shown = null;
    try {
      open();
    } catch (cause) {
      this.#shown = before;
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
    this.#sent = true;
    this.#told = OPENED;
    this.#reply = new XhrReply(this.#xhr, this.#shared.replies, asked, () => this.#cut());
    if (!isHidden(body, asked.method)) return false;
    this.#bind(opened, asked, false);
    return true;
  }

  /** Takes over the page's abort while nothing is on its way; false where the native one has something to end. */
  aborts(): boolean {
    const waited = this.waits;
    this.#reset();
    this.#shown = null;
    if (!waited) return false;
    this.#quietly(() => abortXhr(this.#xhr));
    this.#end("abort");
    this.#shown = 0;
    return true;
  }

  /** The state as the page sees it. */
  state(native: number): number {
    return this.#shown ?? native;
  }

  /** The answer that stands in for a reply. */
  get answer(): XhrAnswer | null {
    return this.#answer;
  }

  #reset(): void {
    this.#stop?.();
    this.#stop = null;
    this.#reply?.end();
    this.#reply = null;
    this.#answer = null;
    this.#read = null;
    this.#sent = false;
    this.#failed = false;
    this.#run += 1;
  }

  #changed(event: Event): void {
    const state = stateOf(this.#xhr);
    if (this.#hides) stopEvent(event);
    else if (this.#sent && this.#told === OPENED && state === DONE && statusOf(this.#xhr) === 0) {
      // Nothing came. What it was is told by the events that follow at once, and by the worker.
      this.#failed = true;
      this.#shown = OPENED;
      stopEvent(event);
    } else {
      this.#told = state;
      this.#reply?.advanced(state);
    }
  }

  #held(event: Event): void {
    if (this.#hides || this.#failed) stopEvent(event);
  }

  /** The last event of a failure: now the worker is asked. */
  #ended(event: Event): void {
    this.#held(event);
    if (!this.#failed) return;
    this.#failed = false;
    const opened = this.#opened;
    const asked = opened?.asked;
    if (opened === null || !asked) return;
    this.#waitFor(() =>
      whyFailed(this.#shared.line, asked, {
        none: () => this.#waited() && this.#end("error"),
        answer: (answer) => this.#waited() && this.#show(answer, asked.url),
        again: (body) => this.#waited() && this.#again(opened, asked, body),
      }),
    );
  }

  #timedOut(): void {
    if (!this.#failed) return;
    this.#failed = false;
    this.#shown = null;
    this.#told = DONE;
    dispatch(this.#xhr, new OwnEvent("readystatechange"));
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
    const run = this.#run;
    if (!again) this.#tell(["loadstart"], 0);
    if (run !== this.#run) return; // a handler has begun anew
    this.#waitFor(() => {
      const read: ReadsBody = takes ?? ((done) => done(known));
      this.#shared.binding.bind(asked, read, (nonce, taken) => {
        if (!this.#waited()) return;
        this.#read = taken;
        const address = nonce === null ? asked.url : marked(asked, nonce);
        if (taken !== null || again) this.#restart(opened, address, taken);
        else this.#quietly(() => sendXhr(this.#xhr, body));
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
    this.#sent = true;
    this.#shown = null;
    this.#reply = new XhrReply(this.#xhr, this.#shared.replies, asked, () => this.#cut());
    if (isHidden(this.#body, asked.method)) this.#bind(opened, asked, true);
    else this.#restart(opened, asked.url, null);
  }

  /** Opens the request anew, behind the page's back, which has seen it begin, and sends it. */
  #restart(opened: Opened, address: string, read: ReadBody | null): void {
    const xhr = this.#xhr;
    this.#quietly(() => openXhr(xhr, opened.method, address, true, opened.user, opened.password));
    this.#headers.each((value, name) => setHeader(xhr, name, value));
    const body = read === null ? this.#body : read.send();
    const type = read === null || isBlob(body) || isForm(body) ? null : read.contentType;
    if (type !== null && this.#headers.get("content-type") === undefined)
      setHeader(xhr, "content-type", type);
    this.#quietly(() => sendXhr(xhr, body));
  }

  #quietly(work: () => void): void {
    this.#hides = true;
    try {
      work();
    } finally {
      this.#hides = false;
    }
  }

  #cut(): void {
    this.#sent = false;
    this.#quietly(() => abortXhr(this.#xhr));
    this.#end("error");
  }

  /** Tells the page that nothing came, as the browser would have. */
  #end(type: "error" | "abort"): void {
    this.#reply?.end();
    this.#sent = false;
    const events = [DONE, type, "loadend"];
    this.#tell(events, 0);
  }

  #show(answer: Answer, url: string): void {
    this.#reply?.end();
    this.#sent = false;
    this.#answer = new XhrAnswer(this.#xhr, answer, url);
    this.#tell([HEADERS, LOADING, "progress", DONE, "load", "loadend"], lengthOf(utf8(answer.body)));
  }

  /** Dispatches events in order: a number is a state that the page now sees. */
  #tell(events: readonly (number | string)[], loaded: number): void {
    const run = this.#run;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index];
      // Natively too, the last event comes although a handler has begun anew.
      if (run !== this.#run && event !== "loadend") return;
      if (typeof event === "number") {
        this.#shown = event;
        this.#told = event;
        dispatch(this.#xhr, new OwnEvent("readystatechange"));
      } else if (event !== undefined) {
        const lengthComputable = loaded > 0;
        dispatch(this.#xhr, new OwnProgressEvent(event, bare({ lengthComputable, loaded, total: loaded })));
      }
    }
  }
}

function nothing(): void {}
