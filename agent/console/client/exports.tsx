import type { JSX } from "preact";
import { queryOf } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { Filters } from "./filters.tsx";

/** The filtered events as a file. */
export function ExportView({ about, address: { filter }, go }: ViewProps): JSX.Element {
  const query = queryOf(filter);
  query.set("format", "jsonl");
  return (
    <main class="view">
      <h1>Export</h1>
      <p class="quiet">The events that the filters let through, the oldest first, as they are stored.</p>
      <Filters
        filter={filter}
        journals={about.journals.map(({ name }) => name)}
        onChange={(change, how) => go({ filter: { ...filter, ...change } }, how)}
      />
      <ul class="downloads">
        <li>
          <a class="button" data-kind="primary" href={`api/export?${query.toString()}`} download>
            Download JSON lines
          </a>
          <span class="quiet">One event a line: its number in the journal, and the event.</span>
        </li>
      </ul>
    </main>
  );
}
