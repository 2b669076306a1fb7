import { visible } from "../../../shared/schema/visible.ts";

/** A text that came from outside, as HTML: nothing in it is markup, and its direction is its own. */
export function outside(text: string): string {
  return `<bdi>${escaped(text)}</bdi>`;
}

/** A text as HTML; control characters and marks of direction are shown as escapes. */
export function escaped(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A text of several lines as HTML. */
export function escapedLines(text: string): string {
  return text.split("\n").map(escaped).join("\n");
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "12 June 2026, 17:21:03", in UTC: the same wherever it is read. */
export function moment(time: number): string {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return `no time (${time})`;
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 19)}`;
}

/** "3 calls", "1 call". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** "1,234,567". */
export function grouped(value: number): string {
  return String(value).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}

/** "0.4 s", "3.1 s", "12 min", "3.5 h"; milliseconds. */
export function lasted(took: number | null): string {
  if (took === null) return "not timed";
  if (took < 90_000) return `${(took / 1_000).toFixed(1)} s`;
  return took < 7_200_000 ? `${Math.round(took / 60_000)} min` : `${(took / 3_600_000).toFixed(1)} h`;
}

/** The span in which something happened. */
export function span(first: number, last: number): string {
  return first === last ? moment(first) : `${moment(first)} to ${moment(last)}`;
}
