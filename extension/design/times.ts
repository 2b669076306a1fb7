import { language, words } from "./words.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something lasted, in its largest whole unit: "20 s", "40 min", "3 h", "2 days". Milliseconds. */
export function span(milliseconds: number): string {
  const lasted = Math.max(0, milliseconds);
  if (lasted < MINUTE) return words("seconds", Math.floor(lasted / SECOND));
  if (lasted < HOUR) return words("minutes", Math.floor(lasted / MINUTE));
  if (lasted < DAY) return words("hours", Math.floor(lasted / HOUR));
  return words(lasted < 2 * DAY ? "oneDay" : "days", Math.floor(lasted / DAY));
}

/** A moment as a person says it: the time alone within the day of `now`, else with its date. */
export function moment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const clock = { hour: "numeric", minute: "2-digit" } as const;
  const date = { day: "numeric", month: "long" } as const;
  return new Intl.DateTimeFormat(language(), sameDay ? clock : { ...date, ...clock }).format(at);
}

/** A moment to the second, for details that IT compares with other records. */
export function exactMoment(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "medium" }).format(at);
}
