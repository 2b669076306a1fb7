import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { atRest, scrolled, showing, SLOTS, type Measure, type Stand } from "./long-list.ts";

/** A row to draw: which it is, and how far down in the scrolled element. */
interface DrawnRow {
  readonly index: number;
  readonly top: number;
}

/** A list of any length in an element that scrolls. */
export interface LongList {
  readonly drawn: readonly DrawnRow[];
  /** Pixels. */
  readonly height: number;
  /** The first and last row in sight. */
  readonly from: number;
  readonly to: number;
  /** Brings a row into sight; does nothing where it is. */
  readonly reveal: (index: number) => void;
}

/** Scrolls through `total` rows of one height (pixels) in an element. */
export function useLongList(element: RefObject<HTMLElement | null>, total: number, row: number): LongList {
  const [, draw] = useState({});
  const stand = useRef<Stand>({ base: 0, top: 0 });
  const measure = useRef<Measure>({ total, row, visible: 1 });
  const list = useRef<Virtualizer<HTMLElement, HTMLElement> | null>(null);
  measure.current = {
    total,
    row,
    visible: Math.max(1, Math.floor((element.current?.clientHeight ?? row) / row)),
  };
  const options = {
    count: Math.min(total, SLOTS),
    getScrollElement: () => element.current,
    estimateSize: () => row,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: ({ isScrolling }: { readonly isScrolling: boolean }) => {
      const top = element.current?.scrollTop ?? 0;
      stand.current = scrolled(stand.current, top, measure.current);
      if (!isScrolling) move(atRest(stand.current, measure.current));
      draw({});
    },
  };
  list.current ??= new Virtualizer(options);
  list.current.setOptions(options);

  function move(next: Stand): void {
    stand.current = next;
    if (element.current !== null && Math.abs(element.current.scrollTop - next.top) >= 1)
      element.current.scrollTop = next.top;
  }

  useEffect(() => list.current?._didMount(), []);
  useLayoutEffect(() => list.current?._willUpdate());
  // Rows of another height lie elsewhere.
  useLayoutEffect(() => list.current?.measure(), [row]);

  const { base } = stand.current;
  const items = list.current.getVirtualItems();
  const slot = Math.floor((element.current?.scrollTop ?? 0) / row);
  return {
    drawn: items
      .map(({ index, start }) => ({ index: index + base, top: start }))
      .filter(({ index }) => index < total),
    height: Math.min(total, SLOTS) * row,
    from: base + (items[0]?.index ?? 0),
    to: base + (items.at(-1)?.index ?? 0),
    reveal: (index) => {
      const { visible } = measure.current;
      const first = base + slot;
      if (index > first && index < first + visible - 1) return;
      const target = index <= first ? index : index - visible + 2;
      move(showing(Math.max(0, Math.min(target, Math.max(0, total - visible))), measure.current));
      draw({});
    },
  };
}
