/** Tells the agent, once for each line to it, that calls are decided by another revision now. */
export class Applied {
  readonly #tell: (revision: string, at: number) => void;
  #told: string | null = null;

  constructor(tell: (revision: string, at: number) => void) {
    this.#tell = tell;
  }

  /** A clearance of this revision is in force; null: there is none. */
  now(revision: string | null): void {
    if (revision === null || revision === this.#told) return;
    this.#told = revision;
    this.#tell(revision, Date.now());
  }

  /** The line is gone; whoever is at the end of the next one has not heard of it. */
  forget(): void {
    this.#told = null;
  }
}
