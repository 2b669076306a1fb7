/** Texts by number, so that a million rows that say the same hold it once. 0 is no text at all. */
export class Words {
  readonly list: string[] = [""];
  readonly #numbers = new Map<string, number>();

  /** The number of a text; a new one where it was not there. */
  number(text: string | null): number {
    if (text === null || text === "") return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const fresh = this.list.length;
    this.list.push(text);
    this.#numbers.set(text, fresh);
    return fresh;
  }

  /** For each number 1 where its text is wanted. */
  mask(isWanted: (text: string) => boolean): Uint8Array {
    return Uint8Array.from(this.list, (text) => (isWanted(text) ? 1 : 0));
  }
}
