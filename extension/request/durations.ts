const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Times that one may ask for, in milliseconds, beside the longest that policy allows. */
const USUAL = [HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY] as const;

/** At most four choices of how long, ascending, the longest among them. */
export function durationsUpTo(longest: number): readonly number[] {
  return [...USUAL.filter((one) => one < longest).slice(0, 3), longest];
}
