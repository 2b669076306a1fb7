/** Milliseconds that an endpoint waits at most before it looks, so that a fleet does not ask at the same instant. */
const SPREAD = 250;
/** Milliseconds between two looks that nudges cause, while they are worth it and while they are not. */
const SHORTEST_GAP = 1_000;
const LONGEST_GAP = 60_000;

/** Reads the hint of a nudge: the version of a timestamp; null where it is none, and then it says nothing. */
export function readHint(payload: Uint8Array): number | null {
  if (payload.length === 0 || payload.length > 20) return null;
  const text = new TextDecoder().decode(payload);
  return /^\d+$/.test(text) ? Number(text) : null;
}

/**
 * Decides when a nudge makes an endpoint look. Anybody who has the broker can nudge: each look that brought nothing
 * doubles the pause before the next, so that lies cost a bounded number of requests, and the regular poll goes on.
 */
export class NudgeGate {
  #gap = SHORTEST_GAP;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** Milliseconds to wait before the look, or null: there is nothing to look for. `random`: 0 to 1. */
  pauseBefore(hint: number, known: number, now: number, random: number): number | null {
    if (hint <= known) return null;
    return Math.max(random * SPREAD, this.#lookedAt + this.#gap - now);
  }

  /** Hears what a look that a nudge caused has brought. */
  looked(wasWorth: boolean, now: number): void {
    this.#lookedAt = now;
    this.#gap = wasWorth ? SHORTEST_GAP : Math.min(LONGEST_GAP, this.#gap * 2);
  }
}
