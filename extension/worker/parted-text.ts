/** One numbered part of a text that was too large for a frame. */
interface Part {
  readonly of: string;
  readonly n: number;
  readonly total: number;
  readonly text: string;
}

/** Most parts of one text, and so most memory that a half-sent one may hold: 64 MB. */
const MOST_PARTS = 64;

/** Puts the parts of a text together; gives nothing until all of one text have come, in any order. */
export class PartedText {
  #of: string | null = null;
  #texts: (string | undefined)[] = [];

  /** The whole text if this was its last part, else null. A part of another text drops the unfinished one. */
  add(part: Part): string | null {
    if (part.of !== this.#of) this.#begin(part);
    if (part.n < 0 || part.n >= this.#texts.length) return null;
    this.#texts[part.n] = part.text;
    if (this.#texts.includes(undefined)) return null;
    const whole = this.#texts.join("");
    this.clear();
    return whole;
  }

  clear(): void {
    this.#of = null;
    this.#texts = [];
  }

  #begin(part: Part): void {
    this.#of = part.of;
    const count = Number.isInteger(part.total) && part.total > 0 && part.total <= MOST_PARTS ? part.total : 0;
    this.#texts = Array.from<string | undefined>({ length: count }).fill(undefined);
  }
}
