import { createHash, type Hash } from "node:crypto";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { leafHash } from "../merkle.ts";
import { type Finding, findingAt } from "./finding.ts";

/** One event as a journal or an export has it. */
export interface KeptEvent {
  readonly sequence: number;
  /** The hash that is kept for it. */
  readonly leaf: Buffer;
  /** What it says, with the zero byte before it; null where that is not there. */
  readonly body: Buffer | null;
  /** The record of the pruning that took it; null where none did. */
  readonly pruned: number | null;
}

/** Findings that are kept apart; a file that is another one altogether must not fill the memory. */
const LIMIT = 10_000;

/** What one record of pruning is said to have taken. */
interface Pruned {
  readonly first: number;
  last: number;
  count: number;
  /** As the record commits to it. */
  readonly set: Hash;
}

interface Edited {
  readonly sequence: number;
  readonly actual: string;
}

/** Holds what events say against the leaves that are kept for them, and what is gone against the records of pruning. */
export class BodyCheck {
  #edited: Edited[] = [];
  readonly #keptFor = new Map<string, number>();
  readonly #missing: number[] = [];
  readonly #prunedBy = new Map<number, Pruned>();
  readonly #records = new Map<number, string>();
  #bodies = 0;

  /** Events whose bodies are there. */
  get bodies(): number {
    return this.#bodies;
  }

  /** Events whose bodies were pruned. */
  get pruned(): number {
    return Array.from(this.#prunedBy.values()).reduce((sum, { count }) => sum + count, 0);
  }

  /** Takes an event; `mayLack`: bodies may be left out here, as in an export of some of them. */
  take({ sequence, leaf, body, pruned }: KeptEvent, mayLack = false): void {
    if (body === null) this.#takeMissing(sequence, pruned, mayLack);
    else {
      this.#bodies += 1;
      if (body.includes('"kind":"pruned"')) this.#takeRecord(sequence, body);
      const actual = leafHash(body);
      if (actual.equals(leaf) || this.#edited.length >= LIMIT) return;
      this.#edited.push({ sequence, actual: actual.toString("hex") });
      this.#keptFor.set(leaf.toString("hex"), sequence);
    }
  }

  /** All that is wrong. */
  end(): readonly Finding[] {
    const edited = this.#edited.map(({ sequence, actual }) => {
      const from = this.#keptFor.get(actual);
      return from === undefined
        ? findingAt("edited", sequence, sequence, "is not as it was recorded.")
        : findingAt("reordered", sequence, sequence, `is the one that was recorded as event ${from}.`);
    });
    const missing = rangesOf(this.#missing).map(([from, until]) =>
      findingAt(
        "deleted",
        from,
        until,
        "said something that is gone, and no record of pruning accounts for it.",
      ),
    );
    return [...edited, ...missing, ...this.#unaccounted()];
  }

  #takeMissing(sequence: number, pruned: number | null, mayLack: boolean): void {
    if (pruned === null) {
      if (!mayLack && this.#missing.length < LIMIT) this.#missing.push(sequence);
      return;
    }
    const by = this.#prunedBy.get(pruned) ?? {
      first: sequence,
      last: 0,
      count: 0,
      set: createHash("sha256"),
    };
    this.#prunedBy.set(pruned, by);
    by.set.update(`${sequence}\n`);
    by.count += 1;
    by.last = sequence;
  }

  #takeRecord(sequence: number, body: Buffer): void {
    const event = AuditEvent.safeParse(jsonIn(body.toString("utf8", 1)));
    if (event.success && event.data.kind === "pruned") this.#records.set(sequence, event.data.set);
  }

  /** A record of pruning commits to exactly the places that it took. */
  #unaccounted(): readonly Finding[] {
    return Array.from(this.#prunedBy).flatMap(([record, { first, last, set }]) => {
      if (this.#records.get(record) === set.digest("hex")) return [];
      const tell = `are marked as pruned by event ${record}, which does not account for all of them.`;
      return [findingAt("deleted", first, last, tell)];
    });
  }
}

/** Places in ascending order as ranges. */
export function rangesOf(places: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const place of places) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === place - 1) last[1] = place;
    else ranges.push([place, place]);
  }
  return ranges;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
