const MINUTE = 60_000;

/** Reads the wall clock of one zone; offsets change on whole minutes, so one minute is remembered. */
interface Clock {
  readonly format: Intl.DateTimeFormat | null;
  minute: number;
  offset: number;
}

/** Making a formatter costs a hundred times what using it does. There are some 600 zones. */
const clocks = new Map<string, Clock>();

/** Milliseconds to add to UTC for the wall clock of an IANA zone; null where this machine does not know the zone. */
export function zoneOffset(zone: string, time: number): number | null {
  const clock = clocks.get(zone) ?? newClock(zone);
  if (clock.format === null) return null;
  const minute = Math.floor(time / MINUTE);
  if (clock.minute !== minute) {
    clock.offset = wallTime(clock.format, minute * MINUTE) - minute * MINUTE;
    clock.minute = minute;
  }
  return clock.offset;
}

function newClock(zone: string): Clock {
  const clock = { format: formatOf(zone), minute: Number.NaN, offset: 0 };
  clocks.set(zone, clock);
  return clock;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const numeric = "numeric";
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
    });
  } catch {
    return null; // a RangeError: the policy was compiled on a machine that knows a zone more
  }
}

/** The wall clock as if it were UTC. */
function wallTime(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}
