import type { Asked } from "./address.ts";
import { append } from "./body.ts";
import {
  blobBytes,
  bytesOver,
  copyOfBytes,
  indexOf,
  is,
  blobSize,
  isObject,
  settle,
  slice,
} from "./primordials.ts";
import type { Replies } from "./replies.ts";
import { allHeaders, DONE, HEADERS, responseOf, statusOf, textOf, typeOf } from "./xhr-native.ts";

const stringify = JSON.stringify;

/** Reads the reply to one XMLHttpRequest beside the page, if the worker wants it. */
export class XhrReply {
  readonly #xhr: XMLHttpRequest;
  readonly #replies: Replies;
  readonly #forget: () => void;
  #r: string | null = null;
  #begun = false;
  #told = 0;
  #isMute = false;

  constructor(xhr: XMLHttpRequest, replies: Replies, asked: Asked, cut: () => void) {
    this.#xhr = xhr;
    this.#replies = replies;
    const { method, url } = asked;
    this.#forget = replies.begin({
      method,
      url,
      expected: (r) => {
        this.#r = r;
      },
      mute: () => {
        this.#isMute = true;
      },
      enough: () => this.end(),
      cut: () => {
        this.end();
        cut();
      },
    });
  }

  /** Something has come. */
  advanced(state: number): void {
    const r = this.#r;
    if (r === null || state < HEADERS) return;
    if (!this.#begun) {
      this.#begun = true;
      const headers = headerList(allHeaders(this.#xhr));
      this.#replies.send({ type: "reply", r, status: statusOf(this.#xhr), headers });
    }
    const type = typeOf(this.#xhr);
    const isText = type === "" || type === "text";
    if (isText && !this.#isMute) this.#tellText(r);
    if (state !== DONE) return;
    if (isText || this.#isMute) this.end();
    else this.#tellWhole(r, responseOf(this.#xhr));
  }

  end(): void {
    this.#forget();
    const r = this.#r;
    this.#r = null;
    if (r !== null) this.#replies.send({ type: "end", r });
  }

  #tellText(r: string): void {
    const text = textOf(this.#xhr);
    if (text.length === this.#told) return;
    const data = slice(text, this.#told);
    this.#told = text.length;
    this.#replies.send({ type: "chunk", r, data });
  }

  #tellWhole(r: string, response: unknown): void {
    const tell = (data: string | Uint8Array<ArrayBuffer> | null | undefined): void => {
      if (this.#r === r && data !== null && data !== undefined)
        this.#replies.send({ type: "chunk", r, data });
      this.end();
    };
    if (is<Blob>(response, blobSize)) {
      settle(
        blobBytes(response),
        (buffer) => tell(bytesOver(buffer)),
        () => tell(null),
      );
    } else tell(copyOfBytes(response) ?? (isObject(response) ? stringify(response) : null));
  }
}

/** The lines of all headers, as pairs. */
function headerList(lines: string): [string, string][] {
  const list: [string, string][] = [];
  let rest = lines;
  for (let end = indexOf(rest, "\r\n"); end > 0; end = indexOf(rest, "\r\n")) {
    const line = slice(rest, 0, end);
    const colon = indexOf(line, ": ");
    if (colon > 0) append(list, [slice(line, 0, colon), slice(line, colon + 2)]);
    rest = slice(rest, end + 2);
  }
  return list;
}
