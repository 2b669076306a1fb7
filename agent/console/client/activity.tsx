import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { History, Timeline, type About, type Change, type JournalAbout } from "../api/answers.ts";
import { EVERYTHING, queryOf } from "../api/filter.ts";
import type { Address, Go } from "./address.ts";
import { useAnswer } from "./ask.ts";
import { Filters } from "./filters.tsx";
import { HistoryStrip } from "./history.tsx";
import { Panel } from "./panel.tsx";
import { Table, type TableStand } from "./table.tsx";
import { TimelineChart } from "./timeline.tsx";
import { count } from "./times.ts";

/** What a view is given. */
export interface ViewProps {
  readonly about: About;
  readonly version: number;
  readonly address: Address;
  readonly go: Go;
}

const NOWHERE: TableStand = { isAtTop: true, total: 0, denials: 0, problem: null };

/** The activity: timeline, table, and one event in full. */
export function Activity({ about, version, address, go }: ViewProps): JSX.Element {
  const { filter, event } = address;
  const [stand, setStand] = useState(NOWHERE);
  const { upTo, isBehind, catchUp } = useStill(about, stand.isAtTop, version);
  const query = queryOf(filter);
  query.set("upTo", upTo.join(","));
  const changes = useAnswer("history", new URLSearchParams(), History, version).value?.changes ?? [];
  const names = about.journals.map(({ name }) => name);
  return (
    <div class="bench" data-open={event === null ? undefined : "event"}>
      <HistoryStrip changes={changes} />
      <main class="activity">
        <h1 class="hidden">Activity</h1>
        <div>
          <Filters
            filter={filter}
            journals={names}
            onChange={(change, how) => go({ filter: { ...filter, ...change } }, how)}
          />
          {about.span !== null && <Time address={address} version={version} changes={changes} go={go} />}
        </div>
        <Table
          query={query.toString()}
          version={version}
          event={event}
          journals={names.length > 1 ? names : null}
          onOpen={({ journal, sequence }) =>
            go({ event: { journal, sequence } }, event === null ? "push" : "replace")
          }
          onStand={setStand}
          empty={<Empty about={about} isFiltered={queryOf(filter).size > 0} go={go} />}
        />
        <Status about={about} text={filter.text} stand={stand} isBehind={isBehind} onNewest={catchUp} />
      </main>
      {event !== null && <Panel place={event} version={version} go={go} />}
    </div>
  );
}

/** Up to where rows count: whoever reads further down keeps them where they are; at the top, new ones come in. */
function useStill(about: About, isAtTop: boolean, version: number) {
  const [held, setHeld] = useState<readonly number[]>([]);
  const ends = about.journals.map(({ count: filed }) => filed);
  const isBehind = ends.some((end, index) => end > (held[index] ?? -1));
  useEffect(() => {
    if (isBehind && (isAtTop || held.length === 0)) setHeld(ends);
  }, [isBehind, isAtTop, version]);
  const catchUp = (): void => {
    setHeld(ends);
    document.querySelector("#rows")?.scrollTo(0, 0);
  };
  return { upTo: held.length > 0 ? held : ends, isBehind, catchUp };
}

interface TimeProps {
  readonly address: Address;
  readonly version: number;
  readonly changes: readonly Change[];
  readonly go: Go;
}

/** The timeline of what the filters let through, whatever time they ask for. */
function Time({ address: { filter, span }, version, changes, go }: TimeProps): JSX.Element | null {
  const { from, to } = filter;
  const query = queryOf({ ...filter, from: null, to: null });
  query.set("zone", String(-new Date().getTimezoneOffset()));
  if (span !== null) query.set("viewFrom", String(span.from));
  if (span !== null) query.set("viewTo", String(span.to));
  const timeline = useAnswer("timeline", query, Timeline, version).value;
  if (timeline === null) return null;
  const chosen = from === null && to === null ? null : { from: from ?? 0, to: to ?? Date.now() };
  return (
    <div class="time">
      <TimelineChart
        timeline={timeline}
        chosen={chosen}
        marks={changes.filter(({ denials }) => denials !== null).map(({ at }) => at)}
        onBrush={(brush) => go({ filter: { ...filter, from: brush?.from ?? null, to: brush?.to ?? null } })}
      />
      <Zoom span={span} chosen={chosen} outside={timeline.outside} go={go} />
    </div>
  );
}

interface ZoomProps {
  readonly span: Address["span"];
  readonly chosen: Address["span"];
  readonly outside: number;
  readonly go: Go;
}

function Zoom({ span, chosen, outside, go }: ZoomProps): JSX.Element {
  return (
    <div class="zoom">
      {chosen !== null && (
        <button
          type="button"
          class="button"
          data-kind="plain"
          data-size="dense"
          onClick={() => go({ span: chosen })}
        >
          Zoom to what is chosen
        </button>
      )}
      {span !== null && (
        <button
          type="button"
          class="button"
          data-kind="plain"
          data-size="dense"
          onClick={() => go({ span: null })}
        >
          Show all times
        </button>
      )}
      {span === null && outside > 0 && (
        <span class="caption">{count(outside)} with a time that cannot be right are not drawn</span>
      )}
    </div>
  );
}

interface StatusProps {
  readonly about: About;
  readonly text: string;
  readonly stand: TableStand;
  readonly isBehind: boolean;
  readonly onNewest: () => void;
}

function Status({ about, text, stand, isBehind, onNewest }: StatusProps): JSX.Element {
  const { all } = progressOf(about);
  const unread = unreadWords(about, text);
  return (
    <div class="status">
      <span class="number" role="status">
        {stand.problem ?? `${count(stand.total)} of ${count(all)} events, ${count(stand.denials)} denied`}
        {stand.problem === null && unread !== "" ? `, ${unread}` : ""}
      </span>
      {isBehind && !stand.isAtTop && (
        <button type="button" class="link" onClick={onNewest}>
          There is more: show the newest
        </button>
      )}
      <span class="legend" aria-hidden="true">
        <span>
          <i data-of="permit" />
          Permitted
        </span>
        <span>
          <i data-of="deny" />
          Denied
        </span>
        <span>
          <i data-of="other" />
          Other
        </span>
        <span>
          <i data-of="gap" />
          Gap
        </span>
      </span>
      <span class="keys">
        <kbd>J</kbd> <kbd>K</kbd> move, <kbd>Enter</kbd> open, <kbd>?</kbd> all keys
      </span>
    </div>
  );
}

/** Events that are there, those that filters find, and those that a search has looked into. */
export function progressOf({ journals }: About): {
  readonly read: number;
  readonly searched: number;
  readonly all: number;
} {
  const sum = (pick: (journal: JournalAbout) => number): number =>
    journals.reduce((total, one) => total + pick(one), 0);
  return {
    all: sum(({ all }) => all),
    read: sum(({ read }) => read),
    searched: sum(({ searched }) => searched),
  };
}

/** What is not looked through yet, in words; empty where all is. */
function unreadWords(about: About, text: string): string {
  const { read, searched, all } = progressOf(about);
  if (read < all) return `of ${count(read)} read so far`;
  return text !== "" && searched < all ? `of ${count(searched)} searched so far` : "";
}

function Empty({
  about,
  isFiltered,
  go,
}: {
  readonly about: About;
  readonly isFiltered: boolean;
  readonly go: Go;
}): JSX.Element {
  const { searched, all } = progressOf(about);
  if (!isFiltered)
    return (
      <div class="empty">
        <h2>Nothing is recorded yet</h2>
        <p class="quiet">What people do with AI from now on appears here by itself.</p>
      </div>
    );
  return (
    <div class="empty">
      <h2>No event is like that</h2>
      <p class="quiet">
        {searched < all
          ? `${count(all - searched)} older events are still being read.`
          : `All ${count(all)} events were looked through.`}
      </p>
      <button type="button" class="button" onClick={() => go({ filter: EVERYTHING })}>
        Remove all filters
      </button>
    </div>
  );
}
