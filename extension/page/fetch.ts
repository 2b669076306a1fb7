import { type Asked, marked } from "./address.ts";
import { responseOf } from "./answer.ts";
import { type Plan, planOf } from "./fetch-plan.ts";
import {
  addressOf,
  apply,
  bare,
  free,
  getter,
  indexOf,
  listen,
  promise,
  rejected,
  settle,
  urlOrigin,
} from "./primordials.ts";
import { type Native, replaceMethod } from "./replace.ts";
import { beginAbove, messageOf, nativeAbove } from "./stack.ts";
import type { Shared } from "./shared.ts";
import { ReplyReader } from "./reply-reader.ts";
import { whyFailed } from "./verdict.ts";

const OwnAbortController = AbortController;
const OwnTypeError = TypeError;
const iterator = Symbol.iterator;
const abort = free(AbortController.prototype.abort);
const signalOf = getter(AbortController.prototype, "signal");
const isAborted = getter(AbortSignal.prototype, "aborted");
const reasonOf = getter(AbortSignal.prototype, "reason");
const Signal = AbortSignal;
const any = AbortSignal.any;
const here = window;
const origin = here.origin;
const FAILED = "Failed to fetch";

/** Stands in for fetch: calls go out at once, unless they carry what the network layer cannot read. */
export function hookFetch(shared: Shared): void {
  replaceMethod(here, "fetch", (native, self, args, top) => {
    if (self !== undefined && self !== here) return apply(native, self, args);
    // Natively, too, the failure is made as the call is, though it is told later.
    const failure = beginAbove(new OwnTypeError(FAILED), top);
    if (!shared.line.open) return passed(apply(native, here, args) as Promise<Response>, failure);
    try {
      const plan = planOf(args);
      return new FetchCall(shared, native, failure, plan.signal).result(plan);
    } catch (cause) {
      return rejected(nativeAbove(cause, "fetch", top));
    }
  });
}

/** One call, from the page's asking to its reply, over all tries. */
class FetchCall {
  readonly #shared: Shared;
  readonly #native: Native;
  readonly #failure: TypeError;
  readonly #ours = new OwnAbortController();
  readonly #signal: AbortSignal;
  #resolve: (response: Response) => void = nothing;
  #reject: (cause: unknown) => void = nothing;
  /** Ends the waiting for worker or person; null while nobody waits. */
  #stop: (() => void) | null = null;
  #hearsAbort = false;

  constructor(shared: Shared, native: Native, failure: TypeError, signal: AbortSignal) {
    this.#shared = shared;
    this.#native = native;
    this.#failure = failure;
    this.#signal = either(signal, signalOf(this.#ours));
  }

  result(plan: Plan): Promise<Response> {
    return promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#try(plan);
    });
  }

  #try(plan: Plan): void {
    const { asked, hidden } = plan;
    if (asked === null || hidden === null || isAborted(this.#signal)) {
      this.#send(plan, plan.native(this.#signal));
      return;
    }
    this.#wait(nothing);
    this.#shared.binding.bind(asked, hidden, (nonce, body) => {
      if (!this.#waited()) return;
      const address = nonce === null ? asked.url : marked(asked, nonce);
      this.#send(
        plan,
        body === null ? plan.native(this.#signal) : plan.carrying(body, address, this.#signal),
      );
    });
  }

  #send(plan: Plan, args: unknown[]): void {
    const { asked } = plan;
    const going = apply(this.#native, undefined, args) as Promise<Response>;
    const reader = asked === null ? null : new ReplyReader(this.#shared.replies, asked, () => this.#cut());
    settle(
      going,
      (response) => {
        reader?.began(response);
        this.#resolve(response);
      },
      (cause) => {
        reader?.failed();
        const failure = isAborted(this.#signal) ? cause : oneOf(this.#failure, cause);
        if (asked === null || isAborted(this.#signal) || !isOfNetwork(cause)) this.#reject(failure);
        else this.#ask(plan, asked, failure);
      },
    );
  }

  #ask(plan: Plan, asked: Asked, cause: unknown): void {
    let stop = nothing;
    this.#wait(() => stop());
    const then = (next: () => void) => (): void => {
      if (this.#waited()) next();
    };
    const fail = then(() => this.#reject(cause));
    stop = whyFailed(this.#shared.line, asked, {
      none: fail,
      answer: (answer) => then(() => this.#resolve(responseOf(answer, asked.url, kindOf(asked.url))))(),
      again: (body) =>
        then(() => {
          const next = plan.again(body);
          if (next === null) this.#reject(cause);
          else this.#try(next);
        })(),
    });
  }

  #wait(stop: () => void): void {
    this.#stop = stop;
    if (this.#hearsAbort) return;
    this.#hearsAbort = true;
    listen(this.#signal, "abort", () => {
      const end = this.#stop;
      if (!this.#waited()) return;
      end?.();
      this.#reject(reasonOf(this.#signal));
    });
  }

  /** Ends the waiting; false where it had ended before. */
  #waited(): boolean {
    const did = this.#stop !== null;
    this.#stop = null;
    return did;
  }

  #cut(): void {
    abort(this.#ours, new OwnTypeError("network error"));
  }
}

function nothing(): void {}

/** Where nobody can be asked, a call goes as the page makes it. */
function passed(going: Promise<Response>, failure: TypeError): Promise<Response> {
  return promise((resolve, reject) => settle(going, resolve, (cause) => reject(oneOf(failure, cause))));
}

/** The failure that was made with the call, where it says the same. */
function oneOf(failure: TypeError, cause: unknown): unknown {
  return messageOf(failure) === messageOf(cause) ? failure : cause;
}

/** The browsers' words for a call that got no reply; other errors are about the arguments and were never sent. */
function isOfNetwork(cause: unknown): boolean {
  const message = messageOf(cause);
  return indexOf(message, FAILED) === 0 || indexOf(message, "NetworkError") === 0;
}

function kindOf(url: string): ResponseType {
  const address = addressOf(url);
  return address !== null && urlOrigin(address) === origin ? "basic" : "cors";
}

/** A signal that aborts with either, made without the page's iterators. */
function either(first: AbortSignal, second: AbortSignal): AbortSignal {
  let given = 0;
  const next = (): object => {
    given += 1;
    return bare({ done: given > 2, value: given === 1 ? first : second });
  };
  const both = bare({ [iterator]: () => bare({ next }) });
  return apply(any, Signal, [both]) as AbortSignal;
}
