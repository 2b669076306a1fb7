/** How long a service may take to say its first word, in milliseconds. */
const PATIENCE = 2_000;

/**
 * What a service says first on a socket for which nobody has named a model: it may name it itself. Until then what the
 * page sends waits, one behind the other, so that nothing said later counts for what was sent before.
 */
export class FirstWord {
  readonly #heard = Promise.withResolvers<void>();
  #waits: Promise<void> | null = null;
  #isOver = false;

  /** True where frames wait, and those after them must. */
  get isAwaited(): boolean {
    return this.#waits !== null && !this.#isOver;
  }

  /** True once it came, or once it was waited for in vain. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Waits for it, but not for ever; all who wait go on in the order in which they came. */
  wait(): Promise<void> {
    this.#waits ??= this.#begin();
    return this.#waits;
  }

  /** It came, or is needed no more. */
  heard(): void {
    this.#isOver ||= this.#waits === null;
    this.#heard.resolve();
  }

  async #begin(): Promise<void> {
    setTimeout(() => this.#heard.resolve(), PATIENCE);
    await this.#heard.promise;
    this.#isOver = true;
  }
}
