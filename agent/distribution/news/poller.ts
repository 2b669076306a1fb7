import type { Look } from "../signed-policy.ts";
import { NudgeGate } from "./nudge-gate.ts";
import { pauseAfter } from "./schedule.ts";

/** What a poller does its work by. */
export interface PollerParts {
  readonly look: () => Promise<Look>;
  /** Version of the timestamp that is held. */
  readonly known: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Looks regularly, and at once where a nudge says so; one look at a time. */
export class Poller {
  /** When the next regular look is due, by the system's clock; null: one is running. */
  nextAt: number | null = null;
  readonly #parts: PollerParts;
  readonly #gate = new NudgeGate();
  #timer: NodeJS.Timeout | null = null;
  #nudgeTimer: NodeJS.Timeout | null = null;
  #hint: number | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;

  constructor(parts: PollerParts) {
    this.#parts = parts;
    parts.signal.addEventListener("abort", () => this.#clear(), { once: true });
  }

  /** Looks now, or right after the look that is running, which may have missed why; waits for the outcome. */
  async now(): Promise<void> {
    while (this.#running !== null) await this.#running;
    await this.#run(false);
  }

  /** Hears the hint of a nudge; however many come, one look is planned. */
  nudge(hint: number): void {
    if (this.#hint === null || hint > this.#hint) this.#hint = hint;
    if (this.#nudgeTimer === null && this.#running === null) this.#planNudged();
  }

  #planNudged(): void {
    const hint = this.#hint;
    if (hint === null || this.#parts.signal.aborted) return;
    const pause = this.#gate.pauseBefore(hint, this.#parts.known(), performance.now(), this.#parts.random());
    if (pause === null) {
      this.#hint = null;
      return;
    }
    this.#nudgeTimer = setTimeout(() => void this.#run(true), pause);
  }

  async #run(isNudged: boolean): Promise<void> {
    if (this.#parts.signal.aborted) return;
    this.#clear();
    this.#hint = null;
    this.#running = this.#look(isNudged);
    await this.#running;
  }

  async #look(isNudged: boolean): Promise<void> {
    const before = this.#parts.known();
    const look = await this.#parts.look();
    this.#running = null;
    this.#failures = look.outcome === "failed" ? this.#failures + 1 : 0;
    if (isNudged) this.#gate.looked(this.#parts.known() > before, performance.now());
    if (this.#parts.signal.aborted) return;
    const pause = pauseAfter(look, this.#failures, this.#parts.random(), Date.now());
    this.nextAt = Date.now() + pause;
    this.#timer = setTimeout(() => void this.#run(false), pause);
    this.#planNudged();
  }

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#nudgeTimer) clearTimeout(this.#nudgeTimer);
    this.#timer = null;
    this.#nudgeTimer = null;
    this.nextAt = null;
  }
}
