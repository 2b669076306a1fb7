import { setImmediate as turn } from "node:timers/promises";
import { JournalError } from "../journal/fault.ts";
import { systemWords } from "../platform/fault.ts";
import type { Receiver } from "../platform/receivers.ts";
import { backoff } from "../platform/backoff.ts";
import { BATCH_EVENTS, packed } from "./batch.ts";
import { cursorFile, readCursor, START, writeCursor, type Position } from "./cursor.ts";
import { endOf, readNext, type Next } from "./reading.ts";
import { deliver, type Delivered } from "./sift.ts";
import type { Sender } from "./send/sender.ts";
import { wantedBy } from "./wanted.ts";

/** Milliseconds for which events are gathered after the first of them was stored. */
const GATHER = 1_000;
/**
 * Milliseconds between two records of what a receiver would not have: those records are events too, and it may not have
 * them either.
 */
const TELL_EVERY = 600_000;

/** After failures. */
const WAITS = { shortest: 500, longest: 60_000 };

/** What is told of a receiver once, for the journal. */
export type Told =
  | { readonly what: "pruned"; readonly count: number; readonly from: number }
  | { readonly what: "problem"; readonly sentence: string };

/** How a receiver stands. */
export interface CourierState {
  /** Place of the last event that the receiver has; 0: none yet. */
  readonly sentUpTo: number;
  /** How many events it is behind. */
  readonly behind: number;
  /** Events that it would not have, since the agent started. */
  readonly leftOut: number;
  readonly problem: string | null;
}

/** What a courier goes by. */
export interface CourierParts {
  readonly receiver: Receiver;
  readonly sender: Sender;
  readonly journal: string;
  /** Folder of the cursors. */
  readonly cursors: string;
  readonly tell: (told: Told) => void;
  readonly random: () => number;
  readonly now: () => number;
}

/**
 * Takes the journal's events to one receiver, in their order, each at least once. It reads them from the journal when it can send
 * them, so a receiver that is away costs nothing but a place to remember.
 */
export class Courier {
  readonly #parts: CourierParts;
  readonly #cursorFile: string;
  readonly #stop = new AbortController();
  readonly #wanted: ReturnType<typeof wantedBy>;
  #position: Position | null = null;
  #saved: Position | null = null;
  #problem: string | null = null;
  #leftOut = 0;
  #untold = { count: 0, sentence: "", since: -Infinity };
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #again = false;

  constructor(parts: CourierParts) {
    this.#parts = parts;
    this.#cursorFile = cursorFile(parts.cursors, parts.receiver);
    this.#wanted = wantedBy(parts.receiver.wanted);
  }

  /** Tells that events were stored. Never does anything at once: whoever stores them does not wait. */
  wake(): void {
    if (this.#running) this.#again = true;
    else if (this.#timer === null) this.#sleep(GATHER);
  }

  /** Ends it; what is on its way may come twice. */
  stop(): void {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  state(): CourierState {
    const sentUpTo = this.#position?.sequence ?? 0;
    return {
      sentUpTo,
      behind: Math.max(0, this.#end() - sentUpTo),
      leftOut: this.#leftOut,
      problem: this.#problem,
    };
  }

  #sleep(milliseconds: number): void {
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, milliseconds);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#again = false;
    const wait = await this.#drain().catch((error: unknown) => this.#failed(wordsOf(error), null));
    this.#running = false;
    if (wait !== null) this.#sleep(wait);
    else if (this.#again) this.#sleep(GATHER);
  }

  /** Sends until nothing is left; null then, otherwise the milliseconds until the next try. */
  async #drain(): Promise<number | null> {
    this.#tellLeftOut();
    for (;;) {
      // A long stretch that the receiver does not want must not keep the agent from its work.
      await turn();
      if (this.#stop.signal.aborted) return null;
      const next = readNext(this.#parts.journal, this.#remembered(), BATCH_EVENTS);
      this.#catchUp(next);
      if (next.upTo === next.from.sequence) return this.#save();
      const wait = await this.#carry(next);
      if (wait !== null) return wait;
    }
  }

  /** One batch; null where it is settled. */
  async #carry(next: Next): Promise<number | null> {
    const { sender } = this.#parts;
    const { parcels, last, whole } = packed(next.entries, this.#wanted, (entry) => sender.write(entry));
    const { signal } = this.#stop;
    const came = await deliver((texts, until) => sender.send(texts, until), parcels, signal);
    if (signal.aborted) return null;
    if (!came.done) return this.#failed(came.problem, came.wait);
    const position = positionAfter(next, last, whole);
    this.#position = position;
    this.#tellUnreadable(next.unreadable.filter((place) => place <= position.sequence));
    if (parcels.length === 0) return null;
    this.#failures = 0;
    this.#problem = null;
    this.#noteLeftOut(came);
    return this.#save();
  }

  /** Makes the position durable. */
  #save(): null {
    const position = this.#position ?? START;
    if (position !== this.#saved) writeCursor(this.#cursorFile, this.#parts.receiver, position);
    this.#saved = position;
    return null;
  }

  #failed(problem: string, wait: number | null): number {
    this.#failures += 1;
    this.#problem = problem;
    return Math.max(Math.min(wait ?? 0, 3_600_000), backoff(this.#failures, WAITS, this.#parts.random()));
  }

  #remembered(): Position {
    if (this.#position !== null) return this.#position;
    const found = readCursor(this.#cursorFile);
    if (found === "broken")
      this.#tellProblem(`its cursor ${this.#cursorFile} could not be read, so it gets everything again`);
    this.#saved = found === "broken" ? null : found;
    this.#position = this.#saved ?? START;
    return this.#position;
  }

  /** Tells what is lost behind the position, once, whether or not the receiver is there. */
  #catchUp({ from, pruned, replaced }: Next): void {
    if (replaced) this.#tellProblem("the journal is another one, so it gets that from its beginning");
    if (pruned > 0) this.#parts.tell({ what: "pruned", count: pruned, from: from.time });
    this.#position = from;
    if (replaced || pruned > 0 || this.#saved === null) this.#save();
  }

  #tellUnreadable(places: readonly number[]): void {
    if (places.length === 0) return;
    const which = places.slice(0, 10).join(", ");
    this.#tellProblem(
      `${places.length} events (sequence ${which}) cannot be sent to it: damaged, or of another version`,
    );
  }

  #noteLeftOut({ refused, rejected, why }: Extract<Delivered, { done: true }>): void {
    const count = refused.length + rejected;
    if (count === 0) return;
    this.#leftOut += count;
    const places = refused.length > 0 ? ` (sequence ${refused.slice(0, 10).join(", ")})` : "";
    this.#untold.sentence = `the last of them${places}: ${why}`;
    this.#untold.count += count;
    this.#tellLeftOut();
  }

  #tellLeftOut(): void {
    const { count, sentence, since } = this.#untold;
    const now = this.#parts.now();
    if (count === 0 || now - since < TELL_EVERY) return;
    this.#untold = { count: 0, sentence: "", since: now };
    this.#tellProblem(`it would not have ${count} events, which were left out; ${sentence}`);
  }

  #tellProblem(what: string): void {
    const { to, place } = this.#parts.receiver;
    this.#parts.tell({ what: "problem", sentence: `Receiver ${to} ${place}: ${what}` });
  }

  #end(): number {
    try {
      return endOf(this.#parts.journal);
    } catch (error) {
      if (error instanceof JournalError) return 0;
      throw error;
    }
  }
}

function positionAfter(next: Next, last: Next["entries"][number] | null, whole: boolean): Position {
  const { from } = next;
  const at =
    last === null ? from : { ...from, sequence: last.sequence, id: last.event.id, time: last.event.time };
  // Behind the last entry may be events that cannot be read, which are done with.
  return whole ? { ...at, sequence: next.upTo, id: next.upTo === at.sequence ? at.id : null } : at;
}

function wordsOf(error: unknown): string {
  return error instanceof JournalError ? error.message : `The events cannot be sent: ${systemWords(error)}.`;
}
