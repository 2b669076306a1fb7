import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { setTimeout as pause } from "node:timers/promises";
import { watchPath } from "../platform/watch.ts";
import type { Asked } from "./asked.ts";

/** Milliseconds of quiet before a change of a journal is read. */
const SETTLE = 50;

/** Milliseconds between looks after a change: the log changes before the commit is there to be seen. */
const LOOKS: readonly number[] = [0, 50, 200, 800, 2_000];

/** Milliseconds between tellings while the journals are still being read. */
const READING = 1_000;

/** Most pages that are told at a time. */
const PAGES = 32;

/** Tells open pages when there is more to see: new events, or older ones that were read meanwhile. */
export class News {
  readonly #asked: Asked;
  readonly #signal: AbortSignal;
  readonly #pages = new Set<() => void>();
  readonly #read = Promise.withResolvers<void>();
  #series = 0;

  constructor(asked: Asked, files: readonly string[], signal: AbortSignal) {
    this.#asked = asked;
    this.#signal = signal;
    const onChange = (): void => void this.#look();
    // New events are in the write-ahead log; the file changes when the log is folded into it.
    for (const file of files)
      for (const path of [`${file}-wal`, file]) watchPath(path, { signal, settle: SETTLE, onChange });
    void this.#tellReading();
  }

  /** Settles when everything is read that was there at the start. */
  get allRead(): Promise<void> {
    return this.#read.promise;
  }

  /** Holds a page's line open, and says `changed` on it at each change. */
  stream(context: Context): Response | Promise<Response> {
    if (this.#pages.size >= PAGES)
      return context.json(
        { error: { code: "too_many", message: "Too many pages are open. Close some." } },
        503,
      );
    return streamSSE(context, async (stream) => {
      const ended = Promise.withResolvers<void>();
      const tell = (): void => void stream.writeSSE({ event: "changed", data: "" }).catch(ended.resolve);
      this.#pages.add(tell);
      stream.onAbort(() => ended.resolve());
      this.#signal.addEventListener("abort", () => ended.resolve(), { once: true });
      tell();
      await ended.promise;
      this.#pages.delete(tell);
    });
  }

  async #look(): Promise<void> {
    this.#series += 1;
    const mine = this.#series;
    for (const wait of LOOKS) {
      await pause(wait);
      if (this.#signal.aborted || mine !== this.#series) return;
      const isNew = await this.#asked.ask("readOn").catch(() => false);
      if (isNew) return this.tell();
    }
  }

  async #tellReading(): Promise<void> {
    let whole = false;
    while (!whole && !this.#signal.aborted) {
      await pause(READING);
      const about = await this.#asked.ask("about").catch(() => null);
      whole =
        about === null ||
        about.journals.every(
          ({ problem, all, read, searched }) => problem !== null || (read >= all && searched >= all),
        );
      this.tell();
    }
    this.#read.resolve();
  }

  /** Tells every page that there is more to see. */
  tell(): void {
    for (const tell of this.#pages) tell();
  }
}
