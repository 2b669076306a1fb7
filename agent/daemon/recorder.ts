import { randomUUID } from "node:crypto";
import type { AuditEvent, GapEvent } from "../../shared/schema/audit-event.ts";
import { journalSentence, type Journal } from "../journal/journal.ts";
import { lifecycle } from "./lifecycle.ts";

/** Events of the agent's own that wait for a journal that cannot be written. */
const WAITING_LIMIT = 1_000;

/** Writes to the journal, and keeps the agent's own events while it cannot; extensions keep theirs themselves. */
export class Recorder {
  /** Why nothing can be recorded now, in a sentence; null: all is well. */
  problem: string | null = null;
  readonly #journal: Journal;
  readonly #onTurn: () => void;
  readonly #onStored: () => void;
  #waiting: AuditEvent[] = [];
  #dropped = { count: 0, from: 0 };

  /** `onTurn`: called when writing began to fail, and when it works again. `onStored`: after each write. */
  constructor(journal: Journal, onTurn: () => void, onStored: () => void = () => undefined) {
    this.#journal = journal;
    this.#onTurn = onTurn;
    this.#onStored = onStored;
  }

  /** Stores events of an extension; false where they are not durable and must be sent again. */
  store(events: readonly AuditEvent[]): boolean {
    const own = this.#waiting.splice(0);
    try {
      this.#journal.append([...own, ...this.#gap(), ...events]);
    } catch (error) {
      this.#waiting.unshift(...own);
      this.#failed(journalSentence(error));
      return false;
    }
    this.#recovered();
    this.#onStored();
    return true;
  }

  /** Records an event of the agent's own, now or as soon as that is possible. */
  note(event: AuditEvent): void {
    this.keep(event);
    this.store([]);
  }

  /** Puts an event of the agent's own into the next write. */
  keep(event: AuditEvent): void {
    if (this.#waiting.length < WAITING_LIMIT) this.#waiting.push(event);
    else this.#dropped = { count: this.#dropped.count + 1, from: this.#dropped.from || event.time };
  }

  /** Tries again where the last write failed, or where something waits. */
  retry(): void {
    if (this.problem !== null || this.#waiting.length > 0) this.store([]);
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
    this.#dropped = { count: 0, from: 0 };
    if (this.problem === null) return;
    this.problem = null;
    this.#onTurn();
  }
}
