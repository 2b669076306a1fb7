/** One request as it reached the fake, whatever became of it. */
export interface Received {
  /** Position in order of arrival, from 1. */
  readonly n: number;
  /** When its headers came: milliseconds since 1970 UTC. */
  readonly time: number;
  readonly method: string;
  /** Host name without port, lower case. */
  readonly host: string;
  /** Path without query. */
  readonly path: string;
  /** Query without the question mark; empty where there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: "1.1" | "2.0";
  readonly body: Uint8Array;
  /** The body as UTF-8. */
  readonly text: string;
  /** False while the body is not all there: it still comes, or was cut off. */
  readonly complete: boolean;
}

/** The part of a request that its headers tell. */
export type ReceivedHead = Omit<Received, "n" | "body" | "text" | "complete">;

/** Which requests are meant; a string as path is the whole path. Absent: any. */
export interface Filter {
  readonly host?: string;
  readonly method?: string;
  readonly path?: string | RegExp;
}

/** A request in words, or the condition itself. */
export type Wanted = Filter | ((one: Received) => boolean);

/** Milliseconds that a wait lasts unless told otherwise. */
const PATIENCE = 10_000;

/** Every request that reached the fake, in order of arrival, and who waits for one. */
export class ReceivedLog {
  #all: Received[] = [];
  #count = 0;
  readonly #waiting = new Set<(one: Received) => void>();

  /** Records a request by its headers, so that one whose body is cut off still counts as arrived. */
  begin(head: ReceivedHead): Received {
    this.#count += 1;
    const one: Received = { ...head, n: this.#count, body: new Uint8Array(), text: "", complete: false };
    this.#all.push(one);
    return one;
  }

  /** Puts the body to a request that `begin` recorded, and tells those who wait. */
  finish(begun: Received, body: Uint8Array): Received {
    const one: Received = { ...begun, body, text: new TextDecoder().decode(body), complete: true };
    this.#all = this.#all.map((other) => (other.n === one.n ? one : other));
    for (const tell of this.#waiting) tell(one);
    return one;
  }

  /** The requests that match, in order of arrival. */
  received(filter: Filter = {}): readonly Received[] {
    return this.#all.filter((one) => matches(one, filter));
  }

  /** The first complete request that is wanted: one that is here already, or the next to come within so many ms. */
  async waitFor(wanted: Wanted, within = PATIENCE): Promise<Received> {
    const wants = typeof wanted === "function" ? wanted : (one: Received) => matches(one, wanted);
    const here = this.#all.find((one) => one.complete && wants(one));
    if (here !== undefined) return here;
    const { promise, resolve, reject } = Promise.withResolvers<Received>();
    const tell = (one: Received) => {
      if (wants(one)) resolve(one);
    };
    const timer = setTimeout(() => reject(new Error(this.#absence(wanted, within))), within);
    this.#waiting.add(tell);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(tell);
    });
  }

  /** Empties the record; positions go on counting. */
  forget(): void {
    this.#all = [];
  }

  #absence(wanted: Wanted, within: number): string {
    const what =
      typeof wanted === "function"
        ? "that meets the condition"
        : [wanted.method, wanted.host, wanted.path].filter((part) => part !== undefined).join(" ");
    const seen = this.#all.map((one) => `${one.method} ${one.host}${one.path}`).join(", ");
    return `No request ${what} came within ${within} ms. What came: ${seen || "nothing"}.`;
  }
}

function matches(one: Received, filter: Filter): boolean {
  if (filter.host !== undefined && filter.host !== one.host) return false;
  if (filter.method !== undefined && filter.method !== one.method) return false;
  if (filter.path === undefined) return true;
  return typeof filter.path === "string" ? filter.path === one.path : filter.path.test(one.path);
}
