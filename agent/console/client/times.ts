const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The reader's own, for dates and numbers; the words are English. */
const LOCALE = navigator.languages;

const clock = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const shortClock = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const shortDay = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const shortMonth = new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric" });
const longDay = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long" });
const exact = new Intl.DateTimeFormat(LOCALE, {
  year: "numeric",
  month: "long",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
const number = new Intl.NumberFormat(LOCALE);
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });

/** A time that a clock can show; what a broken clock or a hostile journal says need not be one. */
function isTime(at: number): boolean {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15;
}

function shown(at: number, format: Intl.DateTimeFormat): string {
  return isTime(at) ? format.format(at) : String(at);
}

/** The time of a row: of the day alone on the day of `now`, else with its date before it. */
export function rowTime(at: number, now: number): string {
  return isSameDay(at, now) ? shown(at, clock) : `${shown(at, shortDay)}, ${shown(at, shortClock)}`;
}

/** A moment as a person says it. */
export function moment(at: number, now: number): string {
  if (isSameDay(at, now)) return `Today, ${shown(at, shortClock)}`;
  return `${isSameYear(at, now) ? shown(at, longDay) : `${shown(at, longDay)} ${new Date(at).getFullYear()}`}, ${shown(at, shortClock)}`;
}

/** A moment to the millisecond. */
export function exactMoment(at: number): string {
  return shown(at, exact);
}

/** The moment for `<time datetime>`; nothing where it is none. */
export function isoMoment(at: number): string | undefined {
  return isTime(at) ? new Date(at).toISOString() : undefined;
}

/** From one moment to another, saying no more than is needed. */
export function span(from: number, to: number, now: number): string {
  if (isSameDay(from, to - 1))
    return `${isSameDay(from, now) ? "" : `${shown(from, shortDay)}, `}${shown(from, shortClock)} to ${shown(to, shortClock)}`;
  if (to - from < 7 * DAY)
    return `${shown(from, shortDay)}, ${shown(from, shortClock)} to ${shown(to, shortDay)}, ${shown(to, shortClock)}`;
  return `${shown(from, shortDay)} to ${shown(to - 1, shortDay)}${isSameYear(from, now) ? "" : ` ${new Date(from).getFullYear()}`}`;
}

/** A word for an axis whose marks are so far apart. */
export function axisWord(at: number, apart: number): string {
  if (apart < DAY) return shown(at, apart < MINUTE ? clock : shortClock);
  return shown(at, apart < 60 * DAY ? shortDay : shortMonth);
}

/** How long something took: "0.4 ms", "3.1 s", "12 min", "3 h". Milliseconds. */
export function lasted(milliseconds: number): string {
  if (milliseconds < 1_000) return `${oneDigit.format(milliseconds)} ms`;
  if (milliseconds < 90_000) return `${oneDigit.format(milliseconds / 1_000)} s`;
  if (milliseconds < 2 * HOUR) return `${Math.round(milliseconds / MINUTE)} min`;
  return milliseconds < 2 * DAY
    ? `${Math.round(milliseconds / HOUR)} h`
    : `${Math.round(milliseconds / DAY)} days`;
}

/** A number with the reader's separators. */
export function count(value: number): string {
  return number.format(value);
}

/** "1 gap", "2 gaps". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes in the unit that people read. */
export function bytes(value: number): string {
  if (value < 1_000) return counted(value, "byte");
  return value < 1_000_000
    ? `${oneDigit.format(value / 1_000)} kB`
    : `${oneDigit.format(value / 1_000_000)} MB`;
}

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

function isSameYear(one: number, other: number): boolean {
  return new Date(one).getFullYear() === new Date(other).getFullYear();
}
