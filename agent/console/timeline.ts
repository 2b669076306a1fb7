import type { Timeline } from "./api/answers.ts";
import { EFFECTS, kindNumber, type Columns } from "./columns.ts";
import type { Part } from "./found.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count in. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * DAY),
];

/** Columns that are drawn at most: more of them are thinner than a pixel or two on a narrow screen. */
const MOST = 144;

/** A span of time, in milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many columns of which width a span is drawn in. `zone`: minutes that the reader's clock is ahead of UTC. */
export function stepsOf(
  { from, to }: Span,
  zone: number,
): { readonly start: number; readonly step: number; readonly count: number } {
  const step =
    STEPS.find((one) => (to - from) / one <= MOST - 2) ?? Math.ceil((to - from) / MOST / DAY) * DAY;
  const shift = zone * MINUTE;
  // Weeks and days begin where the reader's do: 1970 began on a Thursday, which is of no matter here.
  const start = Math.floor((from + shift) / step) * step - shift;
  return { start, step, count: Math.max(1, Math.ceil((to - start) / step)) };
}

/** Counts events by time and by what was decided. */
export function timelineOf(
  parts: readonly Part[],
  columns: readonly Columns[],
  span: Span,
  zone: number,
): Timeline {
  const { start, step, count } = stepsOf(span, zone);
  const counts = {
    permits: new Uint32Array(count),
    denials: new Uint32Array(count),
    others: new Uint32Array(count),
    gaps: new Uint32Array(count),
  };
  const [decision, gap] = [kindNumber("decision"), kindNumber("gap")];
  let outside = 0;
  for (const { journal, slots } of parts) {
    const { time, kind, effect } = columns[journal] ?? { time: [], kind: [], effect: [] };
    for (const slot of slots) {
      const at = Math.floor(((time[slot] ?? 0) - start) / step);
      if (at < 0 || at >= count) {
        outside += 1;
        continue;
      }
      const what = kind[slot];
      const into =
        what === gap
          ? counts.gaps
          : what !== decision
            ? counts.others
            : effect[slot] === EFFECTS.deny
              ? counts.denials
              : counts.permits;
      into[at] = (into[at] ?? 0) + 1;
    }
  }
  return {
    start,
    step,
    outside,
    permits: [...counts.permits],
    denials: [...counts.denials],
    others: [...counts.others],
    gaps: [...counts.gaps],
  };
}
