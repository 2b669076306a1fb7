import { randomUUID } from "node:crypto";
import type { AuditEvent, GapEvent } from "../../shared/schema/audit-event.ts";
import { journalSentence, type Journal, type KeysById } from "../journal/journal.ts";
import { lifecycle } from "./lifecycle.ts";

/** Events of the agent's own that wait for a journal that cannot be written. */
const WAITING_LIMIT = 1_000;

/** A batch of an extension that waits for the next commit. */
interface Batch {
  readonly events: readonly AuditEvent[];
  readonly wrapped: KeysById;
  readonly done: (isDurable: boolean) => void;
}

/**
 * Writes to the journal, and keeps the agent's own events while it cannot; extensions keep theirs themselves. What comes
 * within one turn of the event loop shares one commit, since the disk's confirmation is what takes the time.
 */
export class Recorder {
  /** Why nothing can be recorded now, in a sentence; null: all is well. */
  problem: string | null = null;
  readonly #journal: Journal;
  readonly #onTurn: () => void;
  readonly #onStored: () => void;
  #waiting: AuditEvent[] = [];
  #batches: Batch[] = [];
  #isPlanned = false;
  #dropped = { count: 0, from: 0 };

  /** `onTurn`: called when writing began to fail, and when it works again. `onStored`: after each commit. */
  constructor(journal: Journal, onTurn: () => void, onStored: () => void = () => undefined) {
    this.#journal = journal;
    this.#onTurn = onTurn;
    this.#onStored = onStored;
  }

  /** Stores events of an extension with the next commit; false where they are not durable and must be sent again. */
  store({ events, wrapped }: Pick<Batch, "events" | "wrapped">, done: (isDurable: boolean) => void): void {
    this.#batches.push({ events, wrapped, done });
    this.#plan();
  }

  /** Records an event of the agent's own with the next commit, or as soon as that is possible. */
  note(event: AuditEvent): void {
    this.keep(event);
    this.#plan();
  }

  /** Puts an event of the agent's own into the next write. */
  keep(event: AuditEvent): void {
    if (this.#waiting.length < WAITING_LIMIT) this.#waiting.push(event);
    else this.#dropped = { count: this.#dropped.count + 1, from: this.#dropped.from || event.time };
  }

  /** Writes now all that waits. */
  flush(): void {
    const own = this.#waiting.splice(0);
    const batches = this.#batches.splice(0);
    const wrapped = new Map(batches.flatMap((batch) => [...batch.wrapped]));
    const isDurable = this.attempt(() =>
      this.#journal.append([...own, ...this.#gap(), ...batches.flatMap(({ events }) => events)], wrapped),
    );
    if (isDurable) this.#dropped = { count: 0, from: 0 };
    // Before whatever was said of the failure.
    else this.#waiting = [...own, ...this.#waiting];
    for (const { done } of batches) done(isDurable);
  }

  /** Does something to the journal; false where it failed, which is told as a failure to write is. */
  attempt(work: () => void): boolean {
    try {
      work();
    } catch (error) {
      this.#failed(journalSentence(error));
      return false;
    }
    this.#recovered();
    this.#onStored();
    return true;
  }

  /** Tries again where the last write failed, or where something waits. */
  retry(): void {
    if (this.problem !== null || this.#waiting.length > 0) this.flush();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      if (this.#waiting.length > 0 || this.#batches.length > 0) this.flush();
    });
  }

  #gap(): readonly GapEvent[] {
    const { count, from } = this.#dropped;
    if (count === 0) return [];
    const now = Date.now();
    return [{ id: randomUUID(), time: now, kind: "gap", what: "outbox_full", count, from, until: now }];
  }

  #failed(sentence: string): void {
    const first = this.problem === null;
    this.problem = sentence;
    if (!first) return;
    this.keep(lifecycle("agent", "degraded", sentence));
    this.#onTurn();
  }

  #recovered(): void {
    if (this.problem === null) return;
    this.problem = null;
    this.#onTurn();
  }
}
