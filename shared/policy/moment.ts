const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/;

const MINUTE = 60_000;

/**
 * Reads an ISO 8601 date (`2026-06-12`: 00:00 UTC) or date-time with its offset (`2026-06-12T17:21-04:00`).
 * Gives milliseconds since 1970 UTC, or null for what is no such moment: a 13th month, a day that the month
 * does not have, a time without an offset. `Date.parse` is not used: it takes February 30 for March 2.
 */
export function moment(text: string): number | null {
  const day = DATE.exec(text);
  if (day) return utc(numbers(day.slice(1, 4)));
  const time = DATE_TIME.exec(text);
  if (!time) return null;
  const fraction = Number((time[7] ?? "0").padEnd(3, "0"));
  const local = utc([...numbers(time.slice(1, 7)), fraction]);
  if (local === null) return null;
  const [hours = 0, minutes = 0] = numbers(time.slice(10, 12));
  if (hours > 23 || minutes > 59) return null;
  const offset = (hours * 60 + minutes) * MINUTE;
  return time[9] === "-" ? local + offset : local - offset;
}

function numbers(texts: readonly (string | undefined)[]): number[] {
  return texts.map((text) => Number(text ?? "0"));
}

/** Null unless every part is in its range: a day that the month does not have falls into another month. */
function utc(parts: readonly number[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = parts;
  if (hour > 23 || minute > 59 || second > 59 || year < 1970) return null;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  return new Date(time).getUTCMonth() === month - 1 ? time : null;
}
