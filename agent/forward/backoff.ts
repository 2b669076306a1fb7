/** Milliseconds of the first wait, and of the longest. */
const FIRST = 500;
const LONGEST = 60_000;

/**
 * How long to wait after so many failures in a row, from 1: doubling, and somewhere in the upper half of that, so that a
 * thousand endpoints do not come back at once. `random`: from 0 to 1.
 */
export function backoff(failures: number, random: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 20));
  return Math.round(whole * (0.5 + random / 2));
}
