import { setTimeout as pause } from "node:timers/promises";
import type { Checkpoint } from "../journal/checkpoint.ts";
import { type Outlet, WitnessError } from "./outlet.ts";

/** Milliseconds between two checkpoints that are sent. */
const SPACING = 5_000;
/** Milliseconds until a checkpoint that was not taken is sent again: doubled each time, up to the last. */
const FIRST_AGAIN = 1_000;
const LAST_AGAIN = 300_000;

/** What a courier goes by. */
export interface CourierOptions {
  readonly outlet: Outlet;
  /** Told once when checkpoints are no longer taken, with why, and once when they are again: null. */
  readonly onTurn: (problem: string | null) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly spacing?: number;
}

/**
 * Brings checkpoints to one witness, at least once. Only the newest: its tree holds all that the trees before it held, so
 * one that was overtaken says nothing more. What was not taken before the agent ended follows from the first checkpoint
 * of its next run.
 */
export class Courier {
  readonly #options: CourierOptions;
  #newest: Checkpoint | null = null;
  #isRunning = false;
  #problem: string | null = null;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Takes a checkpoint to bring; never waits. */
  offer(checkpoint: Checkpoint): void {
    this.#newest = checkpoint;
    if (!this.#isRunning) void this.#run();
  }

  /** Tries once to bring what was not brought yet, whatever is being waited for. */
  async last(patience: number): Promise<void> {
    const checkpoint = this.#newest;
    if (checkpoint !== null) await this.#send(checkpoint, AbortSignal.timeout(patience));
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { signal, spacing = SPACING } = this.#options;
    let again = Math.min(FIRST_AGAIN, spacing);
    while (this.#newest !== null && !signal.aborted) {
      const isTaken = await this.#send(this.#newest, signal);
      await pause(isTaken ? spacing : again, undefined, { signal }).catch(() => undefined);
      again = isTaken ? Math.min(FIRST_AGAIN, spacing) : Math.min(2 * again, LAST_AGAIN);
    }
    this.#isRunning = false;
  }

  async #send(checkpoint: Checkpoint, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#options.outlet.send(checkpoint, signal);
    } catch (error) {
      if (!(error instanceof WitnessError)) throw error;
      if (!signal.aborted) this.#turn(error.message);
      return false;
    }
    if (this.#newest === checkpoint) this.#newest = null;
    this.#turn(null);
    return true;
  }

  #turn(problem: string | null): void {
    if ((problem === null) === (this.#problem === null)) return;
    this.#problem = problem;
    this.#options.onTurn(problem);
  }
}
