import type { FromHook } from "../../shared/wire/page.ts";
import type { Asked } from "./address.ts";
import type { Line, Told } from "./line.ts";
import { indexOf, SafeMap, slice } from "./primordials.ts";

/** A call on its way, as far as its reply may be wanted. */
export interface Flight extends Asked {
  /** The worker wants the reply under this name. */
  readonly expected: (r: string) => void;
  /** Of what comes only the end is still wanted. */
  readonly mute: () => void;
  /** Nothing more of it is wanted. */
  readonly enough: () => void;
  /** The page must get no more of it. */
  readonly cut: () => void;
}

/** The calls whose replies the worker may ask for. */
export class Replies {
  readonly #line: Line;
  readonly #flights = new SafeMap<number, Flight>();
  readonly #expected = new SafeMap<string, Flight>();

  constructor(line: Line) {
    this.#line = line;
    line.on("expect", (told) => this.#expect(told));
    line.on("mute", (told) => this.#expected.get(told("r") as string)?.mute());
    line.on("enough", (told) => this.#expected.get(told("r") as string)?.enough());
    line.on("cut", (told) => this.#expected.get(told("r") as string)?.cut());
  }

  /** Notes a call; the function given back forgets it. */
  begin(flight: Flight): () => void {
    const key = this.#line.next();
    this.#flights.set(key, flight);
    return () => void this.#flights.delete(key);
  }

  send(message: Extract<FromHook, { r: string }>): void {
    this.#line.send(message);
    if (message.type === "end") this.#expected.delete(message.r);
  }

  /** The oldest call that fits is meant: the worker knows no more of it than method and address. */
  #expect(told: Told): void {
    const r = told("r") as string;
    const url = withoutFragment(told("url") as string);
    let found = false;
    this.#flights.each((flight, key) => {
      if (found || flight.method !== told("method") || flight.url !== url) return;
      found = true;
      this.#flights.delete(key);
      this.#expected.set(r, flight);
      flight.expected(r);
    });
  }
}

function withoutFragment(url: string): string {
  const end = indexOf(url, "#");
  return end < 0 ? url : slice(url, 0, end);
}
