import { escaped } from "./words.ts";

/** Rows that a table of the summary shows; the events are in the pack. */
export const SHOWN = 1_000;

/** A table with its caption; cells are HTML. Empty: the sentence instead. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
): string {
  if (rows.length === 0) return `<p class="none">${escaped(empty)}</p>`;
  const left = rows.length - SHOWN;
  return `<div class="scroll" role="region" aria-label="${escaped(caption)}" tabindex="0">
<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead>
<tbody>
${rows
  .slice(0, SHOWN)
  .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`)
  .join("\n")}
</tbody>
</table>
</div>${left > 0 ? `\n<p class="none">And ${left} more rows: events.jsonl has every event.</p>` : ""}`;
}

/** A sentence about what has no row of its own; nothing where all have one. */
export function remainder(others: number, what: string): string {
  return others === 0
    ? ""
    : `<p class="none">Besides these, ${others} ${escaped(what)}: events.jsonl has every event.</p>`;
}
