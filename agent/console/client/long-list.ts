/** Rows that the scrolled element has at most: browsers end at some 17 million pixels. */
export const SLOTS = 200_000;

/** Where a long list stands: the row that slot 0 of the scrolled element shows. */
export interface Stand {
  readonly base: number;
  /** Pixels that the element is scrolled. */
  readonly top: number;
}

/** What a list measures. `total` and `visible` in rows, `row` in pixels. */
export interface Measure {
  readonly total: number;
  readonly visible: number;
  readonly row: number;
}

/**
 * A list of more rows than an element can hold scrolls through a window of them. Small steps move within the window; a
 * jump (the bar was dragged) means the same part of the whole list; at rest the window is laid so that the bar tells
 * the truth again, without anything moving.
 */
export function scrolled(before: Stand, top: number, measure: Measure): Stand {
  const { total, visible, row } = measure;
  if (total <= SLOTS) return { base: 0, top };
  const isJump = Math.abs(top - before.top) > 4 * visible * row;
  if (!isJump) return { base: clamp(before.base, measure), top };
  const share = top / Math.max(1, (SLOTS - visible) * row);
  const first = Math.round(Math.min(1, share) * (total - visible));
  return { base: clamp(first - Math.floor(top / row), measure), top };
}

/** The same rows in sight, with the window laid anew around them. */
export function atRest({ base, top }: Stand, measure: Measure): Stand {
  const { total, visible, row } = measure;
  if (total <= SLOTS) return { base: 0, top };
  const first = base + top / row;
  const slot = Math.round((first / Math.max(1, total - visible)) * (SLOTS - visible));
  const next = clamp(Math.floor(first) - slot, measure);
  return { base: next, top: (first - next) * row };
}

/** Where a row is at the top, as near as there is. */
export function showing(row: number, measure: Measure): Stand {
  return atRest({ base: row, top: 0 }, measure);
}

function clamp(base: number, { total }: Measure): number {
  return Math.max(0, Math.min(base, total - SLOTS));
}
