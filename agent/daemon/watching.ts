import { watchPath, type PathWatch } from "../platform/watch.ts";

/** Milliseconds of quiet after the last change of a file. */
const SETTLE = 50;

/** Watches a set of paths that may itself change, since the configuration names them. */
export class Watching {
  readonly #signal: AbortSignal;
  readonly #onChange: () => void;
  #paths: readonly string[] = [];
  #watches: readonly PathWatch[] = [];
  #stop = new AbortController();

  constructor(signal: AbortSignal, onChange: () => void) {
    this.#signal = signal;
    this.#onChange = onChange;
  }

  /** Watches these paths from now on, and no others. */
  follow(paths: readonly string[]): void {
    if (paths.join("\n") === this.#paths.join("\n")) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#paths = paths;
    const signal = AbortSignal.any([this.#signal, this.#stop.signal]);
    this.#watches = paths.map((path) =>
      watchPath(path, { signal, settle: SETTLE, onChange: this.#onChange }),
    );
  }

  /** Makes every watch anew, in case that the system lost one. */
  renew(): void {
    for (const watch of this.#watches) watch.renew();
  }
}
