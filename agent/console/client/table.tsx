import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { visible } from "../../../shared/schema/visible.ts";
import type { Row } from "../api/answers.ts";
import type { EventPlace } from "./address.ts";
import { Icon } from "./icon.tsx";
import { Outside } from "./outside.tsx";
import { RowStore } from "./row-store.ts";
import { wordsOf } from "./row-words.ts";
import { exactMoment, isoMoment, rowTime } from "./times.ts";
import { useLongList, type LongList } from "./use-long-list.ts";
import { useNarrow } from "./use-narrow.ts";

/** What the table shows, and what it tells. */
export interface TableProps {
  /** The query of the rows, with the places up to which they go. */
  readonly query: string;
  readonly version: number;
  readonly event: EventPlace | null;
  /** Names of the journals, where there are several. */
  readonly journals: readonly string[] | null;
  readonly onOpen: (row: Row) => void;
  /** Where the reader stands: at the newest row or not, and what there is in all. */
  readonly onStand: (stand: TableStand) => void;
  /** What stands in place of rows where there are none. */
  readonly empty: JSX.Element;
}

/** What the table knows of itself. */
export interface TableStand {
  readonly isAtTop: boolean;
  readonly total: number;
  readonly denials: number;
  readonly problem: string | null;
}

/** The live table: any number of rows, the newest first. J, K, Home, End and Enter move and open. */
export function Table(props: TableProps): JSX.Element {
  const { query, version, event, journals, onOpen, onStand, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [, draw] = useState({});
  const store = useMemo(() => new RowStore(() => draw({})), []);
  const isNarrow = useNarrow();
  const list = useLongList(scroller, store.total, isNarrow ? 64 : 28);
  const now = Date.now();
  useEffect(() => store.want({ key: query, from: list.from, to: list.to, version }));
  const isAtTop = list.from === 0 && (scroller.current?.scrollTop ?? 0) < 4;
  const { total, denials, problem } = store;
  useEffect(() => onStand({ isAtTop, total, denials, problem }), [isAtTop, total, denials, problem]);

  const { cursor, setCursor, onKeyDown } = useCursor(store, list, event, onOpen);

  if (store.isAnswered && total === 0)
    return (
      <div class="rows" data-rows="none">
        {empty}
      </div>
    );
  return (
    <div
      class="rows"
      id="rows"
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Events, the newest first"
      aria-rowcount={total + 1}
      aria-activedescendant={cursor < 0 ? undefined : `row-${cursor}`}
      onKeyDown={onKeyDown}
    >
      <Heads hasJournals={journals !== null} />
      <div class="length" role="rowgroup" style={{ height: `${list.height}px` }}>
        {list.drawn.map(({ index, top }) => (
          <Line
            key={index}
            index={index}
            top={top}
            row={store.at(index)}
            now={now}
            journals={journals}
            isAt={index === cursor}
            event={event}
            onOpen={(row) => {
              setCursor(index);
              onOpen(row);
            }}
          />
        ))}
      </div>
    </div>
  );
}

/** Which row the keys are at, and what they do. While an event is open, moving opens the next. */
function useCursor(store: RowStore, list: LongList, event: EventPlace | null, onOpen: (row: Row) => void) {
  const [cursor, setCursor] = useState(-1);
  const { total } = store;

  function move(index: number): void {
    const next = Math.max(0, Math.min(index, total - 1));
    setCursor(next);
    list.reveal(next);
    const row = store.at(next);
    if (event !== null && row !== null) onOpen(row);
  }

  function onKeyDown(press: KeyboardEvent): void {
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    const to = movedTo(press.key, cursor, total);
    const row = press.key === "Enter" ? store.at(cursor) : null;
    if (to === null && row === null) return;
    press.preventDefault();
    if (to !== null) move(to);
    if (row !== null) onOpen(row);
  }

  return { cursor, setCursor, onKeyDown };
}

/** The row that a key moves to; null where it moves nowhere. */
function movedTo(key: string, cursor: number, total: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    j: cursor + 1,
    ArrowDown: cursor + 1,
    k: cursor - 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + 20,
    PageUp: cursor - 20,
    Home: 0,
    End: total - 1,
  };
  return moves[key] ?? null;
}

function Heads({ hasJournals }: { readonly hasJournals: boolean }): JSX.Element {
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      {COLUMNS.map(([name, title]) => (
        <span key={name} class={name} role="columnheader">
          {name === "where" && hasJournals ? "Where, journal" : title}
        </span>
      ))}
    </div>
  );
}

const COLUMNS = [
  ["time", "Time"],
  ["decision", "Decision"],
  ["model", "Model"],
  ["person", "Person"],
  ["where", "Where"],
  ["why", "Why"],
] as const;

interface LineProps {
  readonly index: number;
  readonly top: number;
  readonly row: Row | null;
  readonly now: number;
  readonly journals: readonly string[] | null;
  readonly isAt: boolean;
  readonly event: EventPlace | null;
  readonly onOpen: (row: Row) => void;
}

function Line({ index, top, row, now, journals, isAt, event, onOpen }: LineProps): JSX.Element {
  const words = row === null ? null : wordsOf(row);
  const isShown = row !== null && event?.sequence === row.sequence && event.journal === row.journal;
  const where = words === null ? "" : [words.where, journals?.[row?.journal ?? 0]].filter(Boolean).join(", ");
  const at = row?.event?.time ?? null;
  return (
    // Keys are heard by the grid, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      class="row"
      id={`row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isShown}
      data-at={isAt || undefined}
      data-state={words?.state}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => row !== null && onOpen(row)}
    >
      <span class="time" role="gridcell">
        {at !== null && (
          <time dateTime={isoMoment(at)} title={exactMoment(at)}>
            {rowTime(at, now)}
          </time>
        )}
      </span>
      <span class="decision" role="gridcell">
        {words !== null && (
          <span class="state" data-state={words.state}>
            <Icon name={words.icon} />
            <span>
              <Outside text={words.words} />
            </span>
          </span>
        )}
      </span>
      {words !== null && words.state !== "gap" && (
        <>
          <Cell name="model" text={words.model} />
          <Cell name="person" text={words.person} />
          <Cell name="where" text={where} />
          <Cell name="why" text={words.why} />
        </>
      )}
    </div>
  );
}

/** What does not fit is whole in the panel, and in the title. */
function Cell({ name, text }: { readonly name: string; readonly text: string }): JSX.Element {
  return (
    <span class={name} role="gridcell" title={visible(text)}>
      <Outside text={text} />
    </span>
  );
}
