import type { Obligation } from "../../shared/schema/decision.ts";
import type { ChangeKind } from "./outcome.ts";
import type { Played, RecordedDecision, Unplayed } from "./replay.ts";

/** Requests by a name. */
export type Counts = Readonly<Record<string, number>>;

/** One request that goes otherwise, to look at. */
export interface Example {
  /** Its place in the journal. */
  readonly sequence: number;
  readonly time: number;
  readonly person: string;
  readonly service: string;
  readonly operation: string;
  readonly model: string;
  readonly rules: readonly string[];
  readonly added: readonly Obligation[];
}

/** All requests that go otherwise in one way. */
export interface ChangeTally {
  readonly requests: number;
  /** By the draft's rule, or by its ground where no rule determines it. */
  readonly byRule: Counts;
  readonly byPerson: Counts;
  readonly byModel: Counts;
  /** The first of them. */
  readonly examples: readonly Example[];
}

/** What a replay found so far. */
export interface SimulationReport {
  readonly replayed: number;
  readonly same: number;
  readonly changes: Readonly<Record<ChangeKind, ChangeTally>>;
  readonly unplayed: Readonly<Record<Unplayed, number>>;
}

/** Names that are counted one by one; a page can make up endless models. */
const NAMES = 10_000;
const OTHERS = "others";
const EXAMPLES = 5;

/** Counts what a replay finds, in memory that does not grow with the journal. */
export class Tally {
  #replayed = 0;
  #same = 0;
  readonly #unplayed: Record<Unplayed, number> = {
    nobody: 0,
    stranger: 0,
    no_clearance: 0,
    stale: 0,
    no_action: 0,
  };
  readonly #changes: Readonly<Record<ChangeKind, OpenTally>> = {
    lost: openTally(),
    gained: openTally(),
    asked_more: openTally(),
    asked_less: openTally(),
  };

  /** Counts one request. */
  take(sequence: number, recorded: RecordedDecision, played: Played): void {
    if ("unplayed" in played) {
      this.#unplayed[played.unplayed] += 1;
      return;
    }
    this.#replayed += 1;
    if (played.change === null) {
      this.#same += 1;
      return;
    }
    const tally = this.#changes[played.change.kind];
    const model = modelIn(recorded);
    const person = recorded.person ?? "";
    tally.requests += 1;
    for (const rule of played.rules.length > 0 ? played.rules : [`(${played.ground})`])
      count(tally.byRule, rule);
    count(tally.byPerson, person);
    count(tally.byModel, model);
    if (tally.examples.length >= EXAMPLES) return;
    const { time, service, operation } = recorded;
    const { rules, change } = played;
    tally.examples.push({ sequence, time, person, service, operation, model, rules, added: change.added });
  }

  /** What was found so far. */
  report(): SimulationReport {
    const { lost, gained, asked_more, asked_less } = this.#changes;
    return {
      replayed: this.#replayed,
      same: this.#same,
      changes: {
        lost: closed(lost),
        gained: closed(gained),
        asked_more: closed(asked_more),
        asked_less: closed(asked_less),
      },
      unplayed: { ...this.#unplayed },
    };
  }
}

interface OpenTally {
  requests: number;
  readonly byRule: Map<string, number>;
  readonly byPerson: Map<string, number>;
  readonly byModel: Map<string, number>;
  readonly examples: Example[];
}

function openTally(): OpenTally {
  return { requests: 0, byRule: new Map(), byPerson: new Map(), byModel: new Map(), examples: [] };
}

function closed({ requests, byRule, byPerson, byModel, examples }: OpenTally): ChangeTally {
  return {
    requests,
    byRule: mostFirst(byRule),
    byPerson: mostFirst(byPerson),
    byModel: mostFirst(byModel),
    examples: [...examples],
  };
}

function mostFirst(counts: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

function count(counts: Map<string, number>, name: string): void {
  const key = counts.has(name) || counts.size < NAMES ? name : OTHERS;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function modelIn({ model, mayBe, modelAsSent }: RecordedDecision): string {
  if (model !== null) return model;
  if (mayBe !== null && mayBe.length > 0) return `one of ${mayBe.join(", ")}`.slice(0, 200);
  return modelAsSent === null ? "no model named" : `unknown, sent as "${modelAsSent.slice(0, 100)}"`;
}
