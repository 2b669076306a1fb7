import type { JSX } from "preact";
import { moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import type { ModelRowProps } from "../popup/model-row.tsx";
import type { Stood } from "../../shared/schema/standing.ts";
import type { StandingChange } from "../../shared/wire/clearance-page.ts";
import { startOfYesterday } from "./change-lines.ts";
import { isOpen } from "./grouping.ts";
import { ModelLink, type OnModel } from "./model-link.tsx";
import { namesInShort } from "./names.ts";

interface HeadlineProps {
  readonly rows: readonly ModelRowProps[];
  readonly changes: readonly StandingChange[];
  readonly now: number;
  readonly onModel: OnModel;
}

/** How much is open today, and what took something away. */
export function Headline({ rows, changes, now, onModel }: HeadlineProps): JSX.Element {
  const open = rows.filter(isOpen).length;
  return (
    <header>
      <h1>{rows.length === 0 ? words("noModelNamed") : words("mayUseOf", open, rows.length)}</h1>
      <Lede {...{ rows, changes, now, onModel }} />
    </header>
  );
}

function Lede({ rows, changes, now, onModel }: HeadlineProps): JSX.Element | null {
  const closed = newlyClosed(rows, changes, startOfYesterday(now));
  const [first] = closed;
  if (first === undefined) return <Obtainable rows={rows} />;
  const [instead] = first.row.instead;
  const names = namesInShort(closed.map(({ row }) => row.name));
  return (
    <p class="lede">
      {words("closedSince", moment(first.at, now), names)}{" "}
      {instead !== undefined && (
        <>
          {words("forSameWork")} <ModelLink name={instead} {...{ rows, onModel }} />.
        </>
      )}
    </p>
  );
}

function Obtainable({ rows }: { readonly rows: readonly ModelRowProps[] }): JSX.Element | null {
  const count = rows.filter(({ answer }) => answer.state === "obtainable").length;
  return count === 0 ? null : <p class="lede">{words("canBeOpened", count)}</p>;
}

/** The models that the newest change of that kind has closed, and that are still closed. */
function newlyClosed(
  rows: readonly ModelRowProps[],
  changes: readonly StandingChange[],
  since: number,
): readonly { readonly at: number; readonly row: ModelRowProps }[] {
  const closing = changes.filter(
    ({ at, from, to }) => at >= since && isOpened(from) && to !== null && !isOpened(to),
  );
  const newest = Math.max(...closing.map(({ at }) => at));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return closing
    .filter(({ at }) => at === newest)
    .flatMap(({ at, model }) => {
      const row = byId.get(model);
      return row === undefined || isOpen(row) ? [] : [{ at, row }];
    });
}

function isOpened(stood: Stood | null): boolean {
  return stood?.state === "may" || stood?.state === "conditions";
}
