/** The body of a call as the network layer gives it. */
export type CallBody =
  | { readonly kind: "none" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Fields that the browser has parsed already (urlencoded and text-only multipart forms). */
  | { readonly kind: "form"; readonly fields: Readonly<Record<string, readonly string[]>> }
  /** `size` in bytes and names of files as far as they are known all the same. */
  | {
      readonly kind: "unreadable";
      readonly why: string;
      readonly size?: number | null;
      readonly files?: readonly string[];
    };

/** One call on the wire, whatever sent it. */
export interface Call {
  /** Upper case. */
  readonly method: string;
  readonly url: string;
  /** Lower-case names; null while the headers are not known yet. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: CallBody;
  /** Frames that the client sent over a socket, in order; empty for everything else. */
  readonly frames: readonly (string | Uint8Array)[];
}
