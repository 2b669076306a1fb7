import type { FromHook, ToHook } from "../../shared/wire/page.ts";
import { HANDOVER } from "../../shared/wire/page-names.ts";
import { dispatch, free, isObject, listen, messageData, own, SafeMap } from "./primordials.ts";

const OwnChannel = MessageChannel;
const OwnMessageEvent = MessageEvent;
const post = free(MessagePort.prototype.postMessage) as (port: MessagePort, message: unknown) => void;
const start = free(MessagePort.prototype.start);

/** A message to the hook, read by own members only: the page may have put others on Object.prototype. */
export type Told = (name: string) => unknown;

/** The hook's line to the worker, by way of the content script, with which it shares a port that the page never sees. */
export class Line {
  readonly #port: MessagePort;
  readonly #waiting = new SafeMap<number, (told: Told | null) => void>();
  readonly #hearers = new SafeMap<string, (told: Told) => void>();
  #count = 0;
  /** False where no content script is, or not any more: then calls go as the page makes them. */
  open: boolean;

  constructor() {
    const { port1, port2 } = new OwnChannel();
    this.#port = port1;
    listen(port1, "message", (event) => this.#hear(messageData(event as MessageEvent)));
    start(port1);
    // The content script takes the port and says so on the spot, by preventing the event.
    this.open = !dispatch(window, new OwnMessageEvent(HANDOVER, { ports: [port2], cancelable: true }));
  }

  /** A number that no other question has. */
  next(): number {
    this.#count += 1;
    return this.#count;
  }

  send(message: FromHook): void {
    post(this.#port, message);
  }

  /** Sends a question; its answer is told once, null where none will come. */
  ask(message: FromHook & { readonly n: number }, answered: (told: Told | null) => void): void {
    if (!this.open) {
      answered(null);
      return;
    }
    this.#waiting.set(message.n, answered);
    this.send(message);
  }

  /** Forgets a question: whoever asked wants no answer any more. */
  forget(n: number): void {
    this.#waiting.delete(n);
  }

  /** Hears the messages of a kind that answer no question. */
  on(type: ToHook["type"], heard: (told: Told) => void): void {
    const before = this.#hearers.get(type);
    this.#hearers.set(type, before === undefined ? heard : (told) => (before(told), heard(told)));
  }

  #hear(message: unknown): void {
    if (!isObject(message)) return;
    const told: Told = (name) => own(message, name);
    const type = told("type");
    if (type === "lost") this.#lose(told("back") === true);
    const n = told("n") as number;
    const answered = type === "frame" ? undefined : this.#waiting.get(n);
    this.#waiting.delete(n);
    if (answered === undefined) this.#hearers.get(type as string)?.(told);
    else answered(told);
  }

  #lose(back: boolean): void {
    this.open = back;
    this.#waiting.each((answered, n) => {
      this.#waiting.delete(n);
      answered(null);
    });
  }
}
