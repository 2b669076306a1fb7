import type { FileFacts } from "./recognition.ts";

/** The body of a call as the network layer gives it. */
export type CallBody =
  | { readonly kind: "none" }
  /** `files`: those in it, where the hook named them. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly files?: readonly FileFacts[] }
  /** Fields that the browser has parsed already (urlencoded and text-only multipart forms). */
  | {
      readonly kind: "form";
      readonly fields: Readonly<Record<string, readonly string[]>>;
      readonly files?: readonly FileFacts[];
    }
  /** `size` in bytes and files as far as they are known all the same. */
  | {
      readonly kind: "unreadable";
      readonly why: string;
      readonly size?: number | null;
      readonly files?: readonly FileFacts[];
    };

/** One call on the wire, whatever sent it. */
export interface Call {
  /** Upper case. */
  readonly method: string;
  readonly url: string;
  /** Origin of the page that sends it, as the browser says; left out or null where nobody knows. */
  readonly from?: string | null;
  /** Lower-case names; null while the headers are not known yet. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: CallBody;
  /** Frames that the client sent over a socket, in order; empty for everything else. */
  readonly frames: readonly (string | Uint8Array)[];
}
