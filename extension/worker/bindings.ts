import type { CallBody } from "../../shared/schema/call.ts";
import type { FileFacts } from "../../shared/schema/recognition.ts";
import { onTheWire } from "./mark.ts";

/** One request as hook and network layer both know it. */
export interface Sender {
  readonly tab: number;
  readonly frame: number;
  readonly method: string;
  readonly url: string;
  /** True of a hook in an empty document: the browser tells of its requests as of the frame or tab that made it. */
  readonly adrift?: boolean;
}

/** Whether a request, as the network event tells of it, can be one of this hook's. A worker's never is. */
export function isFrom(hook: Omit<Sender, "method" | "url">, seen: Pick<Sender, "tab" | "frame">): boolean {
  if (hook.adrift === true) return seen.tab >= 0;
  return hook.tab === seen.tab && hook.frame === seen.frame;
}

/** A body that the hook read, as it will go on the wire. */
export interface BoundBody {
  /** Null: larger than what is read. */
  readonly bytes: Uint8Array | null;
  readonly size: number | null;
  /** The files in it, as the page names them. */
  readonly files: readonly FileFacts[];
}

interface Binding {
  readonly of: Sender;
  readonly bound: BoundBody;
  readonly until: number;
}

/** How long a body waits for its request, in milliseconds. */
const PATIENCE = 10_000;
const MOST = 64;
/** A tab that floods starves no other. */
const MOST_OF_TAB = 16;
const MOST_BYTES = 134_217_728;

const TOO_LARGE = "The body is larger than what is read.";

/**
 * Bodies that the hook read before the call went out, each for the one request that carries its nonce. Only the same
 * tab, frame, method and address find it, once: a nonce that turns up anywhere else is spent and gives nothing. For an
 * empty document any frame will do, since the nonce alone is known to nobody but its hook until the request is out.
 */
export class Bindings {
  readonly #waiting = new Map<string, Binding>();

  /** Keeps a body for its request; one too many is not kept, and its call stays unreadable. */
  bind(nonce: string, of: Sender, bound: BoundBody, now: number): void {
    this.#forgetBefore(now);
    const others = [...this.#waiting.values()];
    const bytes = others.reduce((sum, other) => sum + sizeOf(other.bound), sizeOf(bound));
    const ofTab = others.filter((other) => other.of.tab === of.tab).length;
    if (others.length >= MOST || ofTab >= MOST_OF_TAB || bytes > MOST_BYTES || this.#waiting.has(nonce))
      return;
    this.#waiting.set(nonce, { of, bound, until: now + PATIENCE });
  }

  /** The body of the request that carries this nonce; null where there is none for it. */
  take(nonce: string, of: Sender, now: number): CallBody | null {
    const binding = this.#waiting.get(nonce);
    this.#waiting.delete(nonce);
    if (binding === undefined || binding.until < now || !isSame(binding.of, of)) return null;
    const { bytes, size, files } = binding.bound;
    return bytes === null
      ? { kind: "unreadable", why: TOO_LARGE, size, files }
      : { kind: "bytes", bytes, files };
  }

  #forgetBefore(now: number): void {
    for (const [nonce, { until }] of this.#waiting) if (until < now) this.#waiting.delete(nonce);
  }
}

function sizeOf({ bytes }: BoundBody): number {
  return bytes?.length ?? 0;
}

function isSame(one: Sender, other: Sender): boolean {
  return isFrom(one, other) && one.method === other.method && onTheWire(one.url) === onTheWire(other.url);
}
