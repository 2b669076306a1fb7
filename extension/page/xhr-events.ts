import {
  bare,
  dispatch,
  dispatchAlone,
  listen,
  OwnEvent,
  OwnProgressEvent,
  stopEvent,
} from "./primordials.ts";
import { DONE, OPENED, stateOf, statusOf } from "./xhr-native.ts";

/** In order: a number is a state that the page now sees. */
type Told = readonly (number | string)[];

/** The events of one XMLHttpRequest as the page gets them: those of a failure are held back until it is known whose it was. */
export class XhrEvents {
  readonly #xhr: XMLHttpRequest;
  /** The state that the page sees, where it is not the native one. */
  shown: number | null = null;
  /** Counts what the page begins, so that an event's handler that begins anew is noticed. */
  run = 0;
  /** The last state that the page was told of. */
  #told = 0;
  /** Events are ours and not for the page. */
  #hides = false;
  #failed = false;
  #sent = false;

  /** Hears of each state that came, and of a failure, at its last event. */
  constructor(xhr: XMLHttpRequest, came: (state: number) => void, failed: () => void) {
    this.#xhr = xhr;
    listen(xhr, "readystatechange", (event) => this.#changed(event, came));
    listen(xhr, "loadstart", (event) => this.#hold(event));
    listen(xhr, "timeout", () => this.#timedOut());
    listen(xhr, "error", (event) => this.#hold(event));
    listen(xhr, "loadend", (event) => {
      this.#hold(event);
      const did = this.#failed;
      this.#failed = false;
      if (did) failed();
    });
  }

  /** The page begins anew. */
  reset(): void {
    this.over();
    this.#failed = false;
    this.run += 1;
  }

  /** It goes out, for the first time. */
  sent(): void {
    this.again();
    this.#told = OPENED;
  }

  /** It goes out once more, of which the page knows nothing. */
  again(): void {
    this.#sent = true;
    this.shown = null;
  }

  /** Nothing more is expected. */
  over(): void {
    this.#sent = false;
  }

  /** Does something of whose events the page must not know. */
  quietly(work: () => void): void {
    this.#hides = true;
    try {
      work();
    } finally {
      this.#hides = false;
    }
  }

  /** Tells the page, which waits on the stack. */
  tell(events: Told): void {
    this.#tell(events, 0, 0, this.run, (event, next) => {
      dispatch(this.#xhr, event);
      next();
    });
  }

  /** Tells the page, which has left the stack. */
  tellAlone(events: Told, loaded = 0): void {
    this.#tell(events, 0, loaded, this.run, (event, next) => dispatchAlone(this.#xhr, event, next));
  }

  #tell(
    events: Told,
    at: number,
    loaded: number,
    run: number,
    by: (event: Event, next: () => void) => void,
  ): void {
    const event = events[at];
    // Natively too, the last event comes although a handler has begun anew.
    if (event === undefined || (run !== this.run && event !== "loadend")) return;
    if (typeof event === "number") {
      this.shown = event;
      this.#told = event;
    }
    const made =
      typeof event === "number"
        ? new OwnEvent("readystatechange")
        : new OwnProgressEvent(event, bare({ lengthComputable: loaded > 0, loaded, total: loaded }));
    by(made, () => this.#tell(events, at + 1, loaded, run, by));
  }

  #changed(event: Event, came: (state: number) => void): void {
    const state = stateOf(this.#xhr);
    if (this.#hides) stopEvent(event);
    else if (this.#sent && this.#told === OPENED && state === DONE && statusOf(this.#xhr) === 0) {
      // Nothing came. What it was is told by the events that follow at once, and by the worker.
      this.#failed = true;
      this.shown = OPENED;
      stopEvent(event);
    } else {
      this.#told = state;
      came(state);
    }
  }

  #hold(event: Event): void {
    if (this.#hides || this.#failed) stopEvent(event);
  }

  #timedOut(): void {
    if (!this.#failed) return;
    this.#failed = false;
    this.shown = null;
    this.#told = DONE;
    dispatchAlone(this.#xhr, new OwnEvent("readystatechange"), nothing);
  }
}

function nothing(): void {}
