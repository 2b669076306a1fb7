/** Milliseconds of the first wait, and of the longest. */
export interface Waits {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * How long to wait after so many failures in a row, from 1: doubling, and somewhere in the upper half of that, so that a
 * thousand endpoints do not come back at once. Milliseconds; `random`: from 0 to 1.
 */
export function backoff(failures: number, { shortest, longest }: Waits, random: number): number {
  const whole = Math.min(longest, shortest * 2 ** Math.min(failures - 1, 20));
  return Math.round(whole * (0.5 + random / 2));
}
