import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { Courier, type Told } from "../../../agent/forward/courier.ts";
import { TAKEN, type Sender, type Sent } from "../../../agent/forward/send/sender.ts";
import { Journal } from "../../../agent/journal/journal.ts";
import type { Receiver, Wanted } from "../../../agent/platform/receivers.ts";
import type { AuditEvent, DecisionEvent } from "../../../shared/schema/audit-event.ts";
import { until } from "../../e2e/until.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const NOW = 1_780_000_000_000;
const DAY = 86_400_000;
const EVERYTHING: Wanted = { kinds: null, effect: null, models: null };

/** A journal, and a receiver that can be told what to answer. */
export class Stage {
  readonly folder = temporaryFolder();
  readonly file = join(this.folder, "journal.db");
  readonly cursors = join(this.folder, "forward");
  readonly got: string[] = [];
  readonly told: Told[] = [];
  tries = 0;
  largest = 0;
  answer: (ids: readonly string[]) => Sent = () => TAKEN;

  append(events: readonly AuditEvent[]): void {
    this.#write((journal) => journal.append(events));
  }

  /** Takes away what is `old`. */
  prune(): void {
    const retention = { days: 1, megabytes: null, permitsDays: null, sealedDays: null };
    this.#write((journal) => journal.prune({ retention, at: NOW }));
  }

  change(sql: string): void {
    const database = new DatabaseSync(this.file);
    database.exec(sql);
    database.close();
  }

  #write(work: (journal: Journal) => void): void {
    const journal = new Journal({ file: this.file, now: () => NOW, key: null, onDamaged: () => undefined });
    work(journal);
    journal.close();
  }

  courier(wanted: Wanted = EVERYTHING): Courier {
    const receiver: Receiver = { to: "file", wanted, place: "events.jsonl", format: "lanyard" };
    const sender: Sender = {
      write: ({ event }) => event.id,
      send: async (ids) => {
        this.tries += 1;
        this.largest = Math.max(this.largest, ids.length);
        const answer = this.answer(ids);
        if (answer.got === "taken") this.got.push(...ids);
        return answer;
      },
    };
    const courier = new Courier({
      receiver,
      sender,
      journal: this.file,
      cursors: this.cursors,
      tell: (told) => this.told.push(told),
      random: () => 0,
      now: Date.now,
    });
    onTestFinished(() => courier.stop());
    courier.wake();
    return courier;
  }

  async has(count: number): Promise<void> {
    await until(`${count} events arrive`, () => this.got.length >= count);
  }
}

/** The same events, of which retention by age takes those that are picked. */
export function old(events: readonly DecisionEvent[], isOld: (index: number) => boolean): DecisionEvent[] {
  return events.map((event, index) => (isOld(index) ? { ...event, time: NOW - 2 * DAY } : event));
}

/** The answer of a receiver that would not have a batch. */
export function refused(problem: string): Sent {
  return { got: "refused", problem };
}

/** The ids of events, in their order. */
export function idsOf(events: readonly AuditEvent[]): string[] {
  return events.map(({ id }) => id);
}
