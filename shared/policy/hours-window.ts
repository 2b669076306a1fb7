import type { Hours } from "../schema/clearance.ts";
import { zoneOffset } from "./zone.ts";

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
const DAY = DAY_MINUTES * MINUTE;
/** Hours that change at all change within a week; one more day for what a clock change moves. */
const DAYS_AHEAD = 8;

/** Whether the hours hold at a moment, and until when they go on so. */
export interface HoursWindow {
  /** Null: the time zone is not known here, so it cannot be told (P5). */
  readonly isIn: boolean | null;
  /** Milliseconds since 1970 UTC; the first moment at which `isIn` is another; null: never. */
  readonly until: number | null;
}

/** Reads hours, and remembers what it read: an answer is good until the window changes. */
export class HoursReader {
  readonly #hours: Hours;
  #since = 0;
  #window: HoursWindow | null = null;

  constructor(hours: Hours) {
    this.#hours = hours;
  }

  at(time: number): HoursWindow {
    const known = this.#window;
    if (known !== null && time >= this.#since && time < (known.until ?? Infinity)) return known;
    this.#since = time;
    this.#window = windowAt(this.#hours, time);
    return this.#window;
  }
}

/** Reads hours at a moment. */
export function windowAt(hours: Hours, time: number): HoursWindow {
  const isIn = holdsAt(hours, time);
  if (isIn === null) return { isIn, until: null };
  const edges = edgesAfter(hours, time).toSorted((a, b) => a - b);
  return { isIn, until: edges.find((edge) => holdsAt(hours, edge) !== isIn) ?? null };
}

function holdsAt(hours: Hours, time: number): boolean | null {
  const offset = zoneOffset(hours.zone, time);
  return offset === null ? null : isWithin(hours, time + offset);
}

/** On the wall clock, told as if it were UTC. Hours that pass midnight belong to the day on which they begin. */
function isWithin({ days, from, to }: Hours, local: number): boolean {
  const day = Math.floor(local / DAY);
  const minute = Math.floor(local / MINUTE) - day * DAY_MINUTES;
  if (from === to) return false;
  if (from < to) return days.includes(weekday(day)) && minute >= from && minute < to;
  return (minute >= from && days.includes(weekday(day))) || (minute < to && days.includes(weekday(day - 1)));
}

/** 1 Monday to 7 Sunday; day 0 of the epoch was a Thursday. */
function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/**
 * Every moment in the next days at which the answer might change: the edges of each day by each offset that the zone
 * has in that time, and the change of the clock itself.
 */
function edgesAfter({ from, to, zone }: Hours, time: number): number[] {
  const end = time + DAYS_AHEAD * DAY;
  const now = zoneOffset(zone, time) ?? 0;
  const then = zoneOffset(zone, end) ?? 0;
  const today = Math.floor((time + now) / DAY);
  const days = Array.from({ length: DAYS_AHEAD + 2 }, (_, step) => (today - 1 + step) * DAY);
  const edges = days.flatMap((day) =>
    [now, then].flatMap((offset) => [day + from * MINUTE - offset, day + to * MINUTE - offset]),
  );
  if (now !== then) edges.push(clockChange(zone, time, end));
  return edges.filter((edge) => edge > time && edge <= end);
}

/** The minute between two moments at which the offset of a zone changes. */
function clockChange(zone: string, begin: number, end: number): number {
  let before = Math.floor(begin / MINUTE);
  let after = Math.ceil(end / MINUTE);
  const offset = zoneOffset(zone, begin);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zoneOffset(zone, middle * MINUTE) === offset) before = middle;
    else after = middle;
  }
  return after * MINUTE;
}
