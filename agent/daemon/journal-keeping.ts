import type { Origin } from "../forward/format/origin.ts";
import type { Checkpoint } from "../journal/checkpoint.ts";
import type { Journal } from "../journal/journal.ts";
import type { Config } from "../platform/config.ts";
import { Courier } from "../witness/courier.ts";
import { outletsOf } from "../witness/outlets.ts";
import { lifecycle } from "./lifecycle.ts";
import type { Recorder } from "./recorder.ts";

/** Milliseconds after which events are under a checkpoint, where too few came for one before. */
const SIGN_EVERY = 60_000;
/**
 * Milliseconds between two rounds of pruning, and before the first: a clock that is wrong at the start of the machine
 * is mostly put right by then, and what is pruned cannot be had back.
 */
const PRUNE_EVERY = 3_600_000;
/** Milliseconds that witnesses have at the end. */
const LAST_PATIENCE = 2_000;

/** What the journal's keeping needs of the agent. */
export interface KeepingParts {
  readonly journal: Journal;
  readonly recorder: Recorder;
  /** The configuration in force. */
  readonly config: () => Config;
  /** What collectors are told of this endpoint. */
  readonly origin: () => Origin;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Signs the journal's tree, tells its checkpoints to the witnesses, and prunes it. */
export class JournalKeeping {
  readonly #parts: KeepingParts;
  #couriers: {
    readonly of: string;
    readonly all: readonly Courier[];
    readonly stop: AbortController;
  } | null = null;

  constructor(parts: KeepingParts) {
    this.#parts = parts;
  }

  /** Begins; what was recorded before is signed at once. */
  start(): void {
    const { signal, recorder, journal } = this.#parts;
    const sign = (): void => void recorder.attempt(() => journal.sign());
    recorder.flush();
    sign();
    const timers = [setInterval(sign, SIGN_EVERY), setInterval(() => this.#prune(), PRUNE_EVERY)];
    signal.addEventListener("abort", () => timers.forEach((timer) => clearInterval(timer)), { once: true });
  }

  /** Tells a checkpoint to the witnesses. */
  tell(checkpoint: Checkpoint): void {
    for (const courier of this.#couriersNow()) courier.offer(checkpoint);
  }

  /** Lets the witnesses have the last checkpoint; never longer than a few seconds. */
  async end(): Promise<void> {
    this.#couriers?.stop.abort();
    await Promise.all(this.#couriers?.all.map((courier) => courier.last(LAST_PATIENCE)) ?? []);
  }

  /** In steps with room for everything else between them, as long as there is anything that may go. */
  #prune(): void {
    const { journal, recorder, config, signal } = this.#parts;
    // The time since the agent started cannot be wrong: a clock that leaps ahead must not take years of events.
    const at = Math.min(Date.now(), performance.timeOrigin + performance.now());
    recorder.attempt(() => {
      const count = journal.prune({ retention: config().retention, at });
      if (count > 0 && !signal.aborted) setImmediate(() => this.#prune());
    });
  }

  #couriersNow(): readonly Courier[] {
    const { witness, forward } = this.#parts.config();
    // Collectors are told only where the configuration says so, and then those of the moment.
    const of = JSON.stringify([witness, witness.otlp ? forward : []]);
    if (this.#couriers?.of === of) return this.#couriers.all;
    this.#couriers?.stop.abort();
    const stop = new AbortController();
    const all = outletsOf({ witness, forward }, this.#parts.origin).map(
      (outlet) =>
        new Courier({ outlet, signal: stop.signal, onTurn: (problem) => this.#turn(outlet.name, problem) }),
    );
    this.#couriers = { of, all, stop };
    return all;
  }

  #turn(name: string, problem: string | null): void {
    const { say, recorder } = this.#parts;
    const line = problem ?? `Checkpoints of the journal are taken again by ${name}.`;
    say(line);
    recorder.note(lifecycle("agent", problem === null ? "connected" : "degraded", line));
  }
}
