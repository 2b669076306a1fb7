import { Conversation, type Ends } from "./conversation.ts";
import type { Line } from "./line.ts";
import { SafeMap, SafeWeakMap } from "./primordials.ts";

/** The sockets and data channels of this page, for the page's calls and for the worker's messages. */
export class Conversations {
  readonly #line: Line;
  readonly #byNumber = new SafeMap<unknown, Conversation>();
  readonly #byObject = new SafeWeakMap<object, Conversation>();

  constructor(line: Line) {
    this.#line = line;
    line.on("socket", (told) => this.#byNumber.get(told("s"))?.hear(told));
    line.on("frame", (told) => this.#byNumber.get(told("s"))?.hear(told));
    line.on("enough", (told) => this.#byNumber.get(told("s"))?.hear(told));
    line.on("cut", (told) => this.#byNumber.get(told("s"))?.hear(told));
    line.on("lost", (told) => this.#byNumber.each((one) => one.lost(told("back") === true)));
  }

  /** Announces a conversation; `end` forgets it. */
  begin(ends: Ends): { readonly conversation: Conversation; readonly end: () => void } {
    const s = this.#line.next();
    const conversation = new Conversation(this.#line, s, ends);
    this.#byNumber.set(s, conversation);
    return {
      conversation,
      end: () => {
        if (this.#byNumber.delete(s)) conversation.ended();
      },
    };
  }

  bind(object: object, conversation: Conversation): void {
    this.#byObject.set(object, conversation);
  }

  of(object: object): Conversation | undefined {
    return this.#byObject.get(object);
  }
}
