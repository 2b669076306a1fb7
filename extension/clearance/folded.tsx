import type { ComponentChildren, JSX } from "preact";
import { words } from "../design/words.ts";

interface FoldedProps<T> {
  readonly items: readonly T[];
  /** How many stand open. */
  readonly first: number;
  readonly list: (items: readonly T[]) => ComponentChildren;
}

/** A list of which the first stand open, and the rest can be opened; on paper all of them do. */
export function Folded<T>({ items, first, list }: FoldedProps<T>): JSX.Element {
  const rest = items.slice(first);
  return (
    <>
      {list(items.slice(0, first))}
      {rest.length > 0 && (
        <details class="more">
          <summary>{words("moreOfThem", rest.length)}</summary>
          {list(rest)}
        </details>
      )}
    </>
  );
}
