import type { Answer } from "../../shared/wire/page.ts";
import { headersOfAnswer } from "./answer.ts";
import { bufferOf, free, lowerCase, ownKeys, utf8 } from "./primordials.ts";
import { LOADING, typeOf } from "./xhr-native.ts";

const OwnBlob = Blob;
const parse = JSON.parse;
const sort = free(Array.prototype.sort);

/** A denial as an XMLHttpRequest shows it; the names are those of the attributes and methods that it stands in for. */
export class XhrAnswer {
  readonly #xhr: XMLHttpRequest;
  readonly #answer: Answer;
  readonly #url: string;
  #made: unknown = undefined;

  constructor(xhr: XMLHttpRequest, answer: Answer, url: string) {
    this.#xhr = xhr;
    this.#answer = answer;
    this.#url = url;
  }

  /** The value of an attribute in a state of the request; undefined where the native one answers. */
  attribute(name: string, state: number): unknown {
    if (name === "status") return this.#answer.status;
    if (name === "statusText") return this.#answer.statusText;
    if (name === "responseURL") return this.#url;
    const type = typeOf(this.#xhr);
    const isText = type === "" || type === "text";
    if (name === "responseText") return isText ? this.#text(state) : undefined;
    if (name === "responseXML") return type === "" || type === "document" ? null : undefined;
    return isText ? this.#text(state) : this.#value(type);
  }

  header(name: string): string | null {
    return headersOfAnswer(this.#answer)[lowerCase(name)] ?? null;
  }

  allHeaders(): string {
    const headers = headersOfAnswer(this.#answer);
    const names = sort(ownKeys(headers)) as string[];
    let text = "";
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      text += `${name}: ${headers[name]}\r\n`;
    }
    return text;
  }

  #text(state: number): string {
    return state >= LOADING ? this.#answer.body : "";
  }

  /** Made once, as natively. */
  #value(type: XMLHttpRequestResponseType): unknown {
    if (this.#made !== undefined) return this.#made;
    if (type === "json") this.#made = parsed(this.#answer.body);
    else if (type === "arraybuffer") this.#made = bufferOf(utf8(this.#answer.body));
    else if (type === "blob")
      this.#made = new OwnBlob([this.#answer.body], { type: this.header("content-type") ?? "" });
    else this.#made = null;
    return this.#made;
  }
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
