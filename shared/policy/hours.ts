import type { Hours } from "../schema/clearance.ts";
import type { HoursText } from "../schema/policy-words.ts";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The hours that a policy writes: days as numbers, times as minutes after midnight, 24:00 as 1440. */
export function hoursOf({ days, from, to, zone }: HoursText): Hours {
  const written = days === undefined ? ["mon-sun"] : [days].flat();
  const numbers = new Set(written.flatMap((text) => daysOf(text)));
  return { days: [...numbers].toSorted((a, b) => a - b), from: minutes(from), to: minutes(to), zone };
}

/** `mon` is 1; `sat-mon` is 6, 7, 1. */
function daysOf(text: string): number[] {
  const [first = "", last = first] = text.split("-");
  const start = WEEK.indexOf(first);
  const count = ((WEEK.indexOf(last) - start + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => ((start + index) % 7) + 1);
}

function minutes(clock: string): number {
  const [hours = "0", rest = "0"] = clock.split(":");
  return Number(hours) * 60 + Number(rest);
}

const known = new Map<string, boolean>();

/** Whether this machine knows a time zone by this IANA name. */
export function isZone(zone: string): boolean {
  const before = known.get(zone);
  if (before !== undefined) return before;
  const found = looksUp(zone);
  if (known.size < 1_000) known.set(zone, found);
  return found;
}

function looksUp(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The names of time zones, for a mend. */
export function zoneNames(): readonly string[] {
  return Intl.supportedValuesOf("timeZone");
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** Milliseconds of `90m`, `24h` or `7d`. */
export function durationOf(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS.get(text.slice(-1)) ?? 0);
}
