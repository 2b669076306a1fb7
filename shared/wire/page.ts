import * as z from "zod/mini";
import { MOST_SCRIPTS } from "./page-names.ts";

/*
 * The messages between the hook in a page and the worker. The hook and the content script share a MessagePort that
 * they exchange before the page's first script; the content script passes messages on to its port to the worker, which
 * knows tab, frame and document from the browser. What the hook says is never proof: it explains, binds and holds.
 */

const Nonce = z.string().check(z.regex(/^[0-9a-f]{32}$/));
const Address = z.string().check(z.maxLength(65_536));
const Method = z.string().check(z.regex(/^[A-Z]{1,20}$/));
/** Of a question, a socket or a reply; the hook counts for itself. */
const Count = z.number().check(z.int(), z.gte(0));
const Bytes = z.instanceof(Uint8Array);
const Data = z.union([z.string(), Bytes]);

/** A file as the page names it. */
const FileFacts = z.strictObject({ name: z.string(), type: z.string(), size: z.number() });

/** From the hook: what it wants to know, what it read, and what it saw. */
export const FromHook = z.discriminatedUnion("type", [
  /** A body that the network layer cannot read is about to be sent there: is it wanted? Answered by `claimed`. */
  z.strictObject({ type: z.literal("claim"), n: Count, method: Method, url: Address }),
  /** The body, for the one request that carries this nonce. `bytes` null: larger than `MOST_BODY`. Answered by `bound`. */
  z.strictObject({
    type: z.literal("bind"),
    n: Count,
    nonce: Nonce,
    method: Method,
    url: Address,
    contentType: z.nullable(z.string()),
    bytes: z.nullable(Bytes),
    size: z.nullable(z.number()),
    files: z.array(FileFacts).check(z.maxLength(1_000)),
  }),
  /** A call failed: was that us? Answered by `verdict`, which may wait for the person. */
  z.strictObject({ type: z.literal("why"), n: Count, method: Method, url: Address }),
  /** Nonces that sockets will be made under: said before any is made, since a handshake may overtake what is said then. */
  z.strictObject({ type: z.literal("nonces"), nonces: z.array(Nonce).check(z.maxLength(32)) }),
  /** A socket was made, under this nonce. Answered by `socket`; its frames wait until then. */
  z.strictObject({ type: z.literal("socket"), s: Count, nonce: Nonce, url: Address }),
  /** A data channel was made; it has no address. Answered by `socket`. */
  z.strictObject({ type: z.literal("channel"), s: Count, label: z.string().check(z.maxLength(1_000)) }),
  /** A frame wants to go out. Answered by `frame`, in order. */
  z.strictObject({ type: z.literal("frame"), s: Count, n: Count, data: Data }),
  /** A frame came in. */
  z.strictObject({ type: z.literal("received"), s: Count, data: Data }),
  z.strictObject({ type: z.literal("closed"), s: Count }),
  /** The reply that was expected began. */
  z.strictObject({
    type: z.literal("reply"),
    r: z.string(),
    status: z.number(),
    headers: z.array(z.tuple([z.string(), z.string()])).check(z.maxLength(500)),
  }),
  z.strictObject({ type: z.literal("chunk"), r: z.string(), data: Data }),
  z.strictObject({ type: z.literal("end"), r: z.string() }),
  /** From the content script, which was told to `gather`: the text of one of the page's own scripts, or the end of them. */
  z.strictObject({
    type: z.literal("scripts"),
    n: Count,
    text: z.string().check(z.maxLength(MOST_SCRIPTS)),
    last: z.boolean(),
  }),
]);
export type FromHook = z.infer<typeof FromHook>;

/** What a page gets in place of a call that was denied: what the service itself would have said. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** To the hook. */
export type ToHook =
  | { readonly type: "claimed"; readonly n: number; readonly wanted: boolean }
  | { readonly type: "bound"; readonly n: number }
  /**
   * `none`: not ours, the page gets the failure it got. `answer`: denied. `again`: the person has answered, send it once
   * more; with `body`, in place of what was sent.
   */
  | { readonly type: "verdict"; readonly n: number; readonly verdict: Verdict }
  | { readonly type: "socket"; readonly s: number; readonly inspect: boolean }
  | { readonly type: "frame"; readonly s: number; readonly n: number; readonly verdict: FrameVerdict }
  /** No more of this socket's incoming frames, or of this reply, is wanted. */
  | { readonly type: "enough"; readonly s?: number; readonly r?: string }
  /** Of this reply only the end is still to be told. */
  | { readonly type: "mute"; readonly r: string }
  /** The reply to this call is wanted; the call is matched by method and address, oldest first. */
  | { readonly type: "expect"; readonly r: string; readonly method: string; readonly url: string }
  /** The model that answers may not be used, or no longer: end the reply, or close the socket. */
  | { readonly type: "cut"; readonly s?: number; readonly r?: string }
  /**
   * For the content script: this page's service puts a list of its models into its scripts, behind one of these keys.
   * Answered by `scripts` with this number, several times; what an earlier one was answered is void.
   */
  | { readonly type: "gather"; readonly n: number; readonly keys: readonly string[] }
  /**
   * From the content script: the port to the worker broke, so what was open gets no answer. `back`: there is a new one,
   * to which the hook announces its sockets again; otherwise the extension is gone from this page for good.
   */
  | { readonly type: "lost"; readonly back: boolean };

export type Verdict =
  | { readonly kind: "none" }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "again"; readonly body?: string };

export type FrameVerdict =
  | { readonly kind: "send" }
  | { readonly kind: "drop" }
  | { readonly kind: "send-instead"; readonly data: string };
